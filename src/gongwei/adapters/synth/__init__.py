"""A made city: residents, households, conditions and histories that look real and belong to nobody."""

from gongwei.adapters.synth.city import City, NoPlaces, build
from gongwei.adapters.synth.defects import Rates
from gongwei.adapters.synth.hangzhou import hangzhou
from gongwei.adapters.synth.written import write

__all__ = ["City", "NoPlaces", "Rates", "build", "hangzhou", "write"]
