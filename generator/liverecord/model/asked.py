"""The questions that stand in a block to paste where somebody must answer: the pages write them, the check finds them.

A block holds no fact that nobody has said. What must be answered stands in it as a question in single quotes, and a record in
which a question is left is refused with it.
"""

from collections.abc import Mapping
from types import MappingProxyType

ASKED: Mapping[str, str] = MappingProxyType(
    {
        "actions.agreed_on": "When was it agreed?",
        "actions.agreed_with": "Who agreed to it?",
        "actions.kind": "What kind of step is it?",
        "actions.owner": "Who does it?",
        "actions.what": "What will be done, and how?",
        "concerns.context": "What else is known of it?",
        "concerns.drivers.test": "Which action finds out more?",
        "concerns.opened_on": "When was it raised?",
        "concerns.owner": "Who holds it?",
        "concerns.theme": "What is it about?",
        "concerns.updates.by": "Who says so?",
        "concerns.updates.date": "On which day?",
        "concerns.updates.text": "What changed, and what was done?",
        "concerns.what": "What is seen, and when?",
        "contacts.agreed": "Which actions were agreed?",
        "contacts.by": "Who spoke to them?",
        "contacts.changed": "What has changed?",
        "contacts.date": "When was the conversation?",
        "contacts.engagement": "Is the family easier or harder to reach than before?",
        "contacts.family_view": "What does the family think is getting in the way?",
        "contacts.happening": "What is happening?",
        "contacts.how": "How was it held?",
        "contacts.reached": "Was anybody reached?",
        "contacts.school_is_trying": "What support is the school trying?",
        "contacts.with": "Who was spoken to?",
        "notes.from": "Since which day?",
        "notes.text": "What is known so far?",
        "plan.circumstances.kind": "What is it that is waited for or agreed?",
        "plan.circumstances.owner": "Who follows it up?",
        "plan.circumstances.sent_on": "When was it sent?",
        "plan.circumstances.service": "Which service?",
        "plan.outcomes.need": "Which need does it meet?",
        "plan.outcomes.provision.frequency": "How often?",
        "plan.outcomes.provision.from": "From which day?",
        "plan.outcomes.provision.what": "What is provided?",
        "plan.outcomes.provision.who": "Who provides it?",
        "plan.outcomes.text": "What will it look like when it is reached?",
        "plan.views.date": "When was it said?",
        "plan.views.from": "Whose view is it?",
        "plan.views.text": "What do they say, in their own words?",
        "reviews.attended": "Who took part?",
        "reviews.held_on": "When was it held?",
        "reviews.kind": "What was reviewed?",
        "reviews.summary": "What was found and agreed?",
    }
)
"""Each question, by the field that it stands in, as schema/audiences.yml names fields."""
