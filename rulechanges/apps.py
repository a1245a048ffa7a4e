"""Django's view of the rulechanges package."""

from django.apps import AppConfig


class RuleChangesConfig(AppConfig):
    """Tells the check which patches are in force, and the public rule pages what there is to say of them."""

    name = "rulechanges"
    verbose_name = "Rule changes"

    def ready(self) -> None:
        """Register with those who must not know this package."""
        from collect.services.rulebooks import provide_patches
        from reference.changes_in_force import provide_changes
        from rulechanges import guards  # noqa: F401
        from rulechanges.services import in_force

        provide_patches(in_force.patches)
        provide_changes(in_force.told)
