"""What the portal remembers of changes to rules."""

from rulechanges.models.patches import ChangeEvent, Patch, Recheck
from rulechanges.models.previews import Preview, PreviewRule, PreviewSchool

__all__ = ["ChangeEvent", "Patch", "Preview", "PreviewRule", "PreviewSchool", "Recheck"]
