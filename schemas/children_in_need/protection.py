"""Protecting a child at risk: enquiries, conferences, and protection plans."""

from schemas.declare import Group, Record, code, date, text


class Section47(Record):
    """An enquiry into whether a child is suffering harm, and the conference it led to."""

    s47_actual_start_date = date("S47ActualStartDate", number="N00148")
    initial_cpc_target = date("InitialCPCtarget", number="N00109")
    date_of_initial_cpc = date("DateOfInitialCPC", number="N00110")
    icpc_not_required = text("ICPCnotRequired", max_length=5, number="N00111", note="true, false, 1 or 0")


class ChildProtectionPlans(Record):
    """A protection plan and the reviews of it."""

    cpp_start_date = date("CPPstartDate", number="N00105")
    cpp_end_date = date("CPPendDate", number="N00115")
    initial_category_of_abuse = code("InitialCategoryOfAbuse", "CategoryOfAbuse", max_length=3, number="N00113")
    latest_category_of_abuse = code("LatestCategoryOfAbuse", "CategoryOfAbuse", max_length=3, number="N00114")
    number_of_previous_cpp = text(
        "NumberOfPreviousCPP",
        max_length=4,
        number="N00106",
        note="Whole number expected; kept as text so rule 8730 can report others",
    )

    class Reviews(Group):
        cpp_review_date = date("CPPreviewDate", number="N00116", repeats=True)
