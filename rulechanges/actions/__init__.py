"""What people do about patches: propose, move, confirm, withdraw, undo. Each with its event, in one transaction."""

from rulechanges.actions.base import PatchAction
from rulechanges.actions.confirm import Confirm
from rulechanges.actions.move import Move
from rulechanges.actions.propose import Propose
from rulechanges.actions.undo import Undo
from rulechanges.actions.withdraw import Withdraw

__all__ = ["Confirm", "Move", "PatchAction", "Propose", "Undo", "Withdraw"]
