"""An SNS topic."""

from components.topic.args import TopicArgs, TopicReference
from components.topic.component import Topic

__all__ = ["Topic", "TopicArgs", "TopicReference"]
