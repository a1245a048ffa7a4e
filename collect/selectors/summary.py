"""The summary of a return: its own data in the tables that its collection declares, beside those of a file before."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from collect.models import Return, Submission
from collect.selectors.files import previous_submission
from collect.services.offers import earlier_returns
from schemas.codesets import CodeSet
from schemas.layout import Layout, Node
from schemas.summary import Breakdown, Figures, Holding, Records, Sum
from schemas.tables import PARENT, RECORD, Tables, format_value

NOT_GIVEN = "Not given"
BIG_SHARE, BIG_NUMBER = 0.10, 5
"""A change of more than a tenth, and of more than so many, is worth a look."""


@dataclass(frozen=True)
class Row:
    """One line: the counts across, their total, and the total of the file before (None: there is none)."""

    label: str
    cells: list[int]
    total: int
    before: int | None

    @property
    def difference(self) -> int:
        """How much more than before."""
        return self.total - (self.before or 0)

    @property
    def signed(self) -> str:
        """The difference with its sign."""
        return f"{self.difference:+,}".replace("-", "−") if self.difference else "0"

    @property
    def is_big(self) -> bool:
        """Whether the difference is worth a look."""
        return self.before is not None and abs(self.difference) > max(BIG_NUMBER, BIG_SHARE * self.before)


@dataclass(frozen=True)
class Table:
    """One table of the summary. ``columns`` names what stands across before the total."""

    title: str
    first: str
    columns: list[str]
    rows: list[Row]
    total: Row | None = None

    @property
    def is_compared(self) -> bool:
        """Whether the numbers of the file before stand beside."""
        return any(row.before is not None for row in self.rows)


@dataclass(frozen=True)
class Summary:
    """All tables, and the file they are compared with."""

    tables: list[Table]
    before: Submission | None

    @property
    def before_name(self) -> str:
        """What the file before is called in a heading."""
        if self.before is None:
            return ""
        return f"{self.before.for_return.collection.name}, file {self.before.number}"


def summary(return_: Return) -> Summary:
    """The summary of a return's current file. Beside it: last term's return, else the file before."""
    submission = return_.current_submission
    if submission is None or not submission.tables_path:
        return Summary([], None)
    before = _before(return_, submission)
    now = Tables.read(submission.tables_folder)
    then = Tables.read(before.tables_folder) if before is not None else None
    term = return_.collection.type.term
    made = []
    for declared in return_.collection.type.summary().tables:
        if declared.terms and term not in declared.terms:
            continue
        beside = then
        if declared.own_period and then is not None and then.collection.code != now.collection.code:
            beside = None
        if isinstance(declared, Figures):
            made.append(_figures(declared, now, beside))
        else:
            made.append(_breakdown(declared, now, beside))
    return Summary([table for table in made if table.rows], before)


def _before(return_: Return, submission: Submission) -> Submission | None:
    for other in earlier_returns(return_):
        earlier = other.current_submission
        if earlier is not None and earlier.state == Submission.State.CHECKED:
            earlier.for_return = other
            return earlier
    return previous_submission(submission)


def _records(layout: Layout, ending: str) -> list[Node]:
    return [record for record in layout.records if record.path == ending or record.path.endswith(f"/{ending}")]


def _rows(tables: Tables, records: list[Node]) -> pl.DataFrame:
    return (
        tables[records[0].table]
        .with_row_index("_at")
        .filter(pl.col(RECORD).is_in([record.index for record in records]))
    )


def _figures(declared: Figures, now: Tables, then: Tables | None) -> Table:
    rows = [
        Row(figure.label, [], _figure(figure, now), _figure(figure, then) if then is not None else None)
        for figure in declared.figures
    ]
    return Table(declared.title, declared.title, [], [row for row in rows if row.total or row.before])


def _figure(figure: Records | Holding | Sum, tables: Tables) -> int:
    layout = tables.layout
    if isinstance(figure, Sum):
        return _sum(figure, tables)
    if isinstance(figure, Records):
        records = _records(layout, figure.record)
        return _rows(tables, records).height if records else 0
    owners = _records(layout, figure.among)
    inside = [record for record in _records(layout, figure.record) if record.host_parent in owners]
    if not owners or not inside:
        return 0
    rows = _rows(tables, inside)
    for node in inside[0].items():
        if node.tag == figure.absent and node.column in rows.columns:
            rows = rows.filter(pl.col(node.column).is_null())
    return _rows(tables, owners).filter(pl.col("_at").is_in(rows[PARENT].unique().to_list())).height


def _sum(figure: Sum, tables: Tables) -> int:
    total = 0
    for node in tables.layout.nodes:
        if node.kind == "item" and node.path.endswith(f"/{figure.item}"):
            rows = _rows(tables, [node.host])
            total += int(rows[node.column].sum() or 0) if node.column in rows.columns else 0
    return total


def _breakdown(declared: Breakdown, now: Tables, then: Tables | None) -> Table:
    counted, before = _count(declared, now), _count(declared, then) if then is not None else {}
    by = _item(now.layout, declared.among, declared.by)
    across = _item(now.layout, declared.among, declared.across) if declared.across else None
    columns = _ordered({column for _, column in counted}, _codes(now, across)) if across is not None else []
    rows = []
    for value in _ordered({value for value, _ in (*counted, *before)}, _codes(now, by)):
        cells = [counted.get((value, column), 0) for column in columns]
        total = sum(count for (row, _), count in counted.items() if row == value)
        was = sum(count for (row, _), count in before.items() if row == value) if then is not None else None
        rows.append(Row(_meaning(value, _codes(now, by)), cells, total, was))
    rows = _largest(rows, declared.most) if declared.most else rows
    names = [_meaning(column, _codes(now, across)) for column in columns]
    sums = [sum(row.cells[number] for row in rows) for number in range(len(columns))]
    bottom = Row("Total", sums, sum(row.total for row in rows), sum(before.values()) if then is not None else None)
    return Table(declared.title, by.label if by is not None else declared.by, names, rows, bottom)


def _largest(rows: list[Row], most: int) -> list[Row]:
    """The largest rows, and all others added up in one."""
    by_size = sorted(rows, key=lambda row: -row.total)
    others = by_size[most:]
    if len(others) < 2:
        return by_size
    cells = [sum(numbers) for numbers in zip(*(row.cells for row in others), strict=True)]
    before = None if others[0].before is None else sum(row.before or 0 for row in others)
    label = f"{len(others):,} others together"
    return [*by_size[:most], Row(label, cells, sum(row.total for row in others), before)]


def _item(layout: Layout, record: str, tag: str) -> Node | None:
    records = _records(layout, record)
    return next((item for item in records[0].items() if item.tag == tag), None) if records else None


def _codes(tables: Tables, node: Node | None) -> CodeSet | None:
    if node is None or node.item is None or not node.item.codes:
        return None
    return tables.collection.codesets()[node.item.codes]


def _count(declared: Breakdown, tables: Tables) -> dict[tuple[str, str], int]:
    """(value down, value across) → count or sum."""
    records = _records(tables.layout, declared.among)
    by = _item(tables.layout, declared.among, declared.by)
    if not records or by is None:
        return {}
    rows = _rows(tables, records)
    names = [by.column]
    across = _item(tables.layout, declared.among, declared.across) if declared.across else None
    if across is not None:
        names.append(across.column)
    total = _item(tables.layout, declared.among, declared.total) if declared.total else None
    measure = pl.col(total.column).sum() if total is not None else pl.len()
    counted: dict[tuple[str, str], int] = {}
    for *values, count in rows.group_by(names).agg(measure.alias("_n")).iter_rows():
        texts = [format_value(value) or NOT_GIVEN for value in values]
        counted[texts[0], texts[1] if len(texts) > 1 else ""] = int(count or 0)
    return counted


def _ordered(values: set[str], codes: CodeSet | None) -> list[str]:
    """As the code set has them; then what it does not hold; what is not given last."""
    order = {code.code: place for place, code in enumerate(codes.codes)} if codes is not None else {}
    return sorted(values, key=lambda value: (value == NOT_GIVEN, order.get(value, len(order)), value))


def _meaning(value: str, codes: CodeSet | None) -> str:
    label = codes.label(value) if codes is not None else None
    return f"{label} ({value})" if label and label != value else value
