"""A line as long as it is told to be; it needs no model."""

from builder.jobs.recipes import Context, Drawing
from builder.jobs.recipes import Params as Base
from figures.style import INK


class Params(Base):
    length: float = 2.0


def draw(params: Params, context: Context) -> Drawing:
    line = f'<path stroke="{INK}" d="M0 {context.seed % 9}h{params.length}"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10">{line}</svg>'.encode()
    measured = {"longest": params.length, "half": params.length / 2}
    return Drawing(svg, svg, "svg", 20, 10, "A line.", measured, measured)
