"""Circles of lessons that need each other."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping

from builder.course import Course
from builder.models.base import Status
from builder.rules.views import needs, shared

Graph = Mapping[str, Iterable[str]]


@shared
def cyclic(course: Course) -> dict[tuple[str, str], tuple[str, ...]]:
    """The requirements that point forward and lie on a circle: (lesson, later lesson) to the circle's lessons.

    Every circle holds such a requirement, because what points backward follows the order of teaching.
    """
    graph: dict[str, set[str]] = defaultdict(set)
    forward: set[tuple[str, str]] = set()
    for need in needs(course):
        standing = course.knowledge.standing(need.concept, need.lesson, need.required)
        source = standing.later if standing.status is Status.LATER else standing.actual
        if source and source.lesson and source.lesson != need.lesson:
            graph[need.lesson].add(source.lesson)
            if standing.status is Status.LATER:
                forward.add((need.lesson, source.lesson))
    part = components(graph)
    return {(lesson, later): (lesson, *path(graph, later, lesson)[:-1])
            for lesson, later in sorted(forward) if part.get(lesson) == part.get(later)}


def components(graph: Graph) -> dict[str, int]:
    """The number of each node's strongly connected component, by Tarjan's method without recursion."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    part: dict[str, int] = {}
    stack: list[str] = []
    for root in sorted(graph):
        work = [(root, iter(sorted(graph[root])))] if root not in index else []
        while work:
            node, followers = work[-1]
            if node not in index:
                index[node] = low[node] = len(index)
                stack.append(node)
            follower = next((f for f in followers if f not in part), None)
            if follower is None:
                work.pop()
                _close(node, index, low, part, stack)
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
            elif follower in index:
                low[node] = min(low[node], index[follower])
            else:
                work.append((follower, iter(sorted(graph.get(follower, ())))))
    return part


def _close(node: str, index: dict[str, int], low: dict[str, int], part: dict[str, int], stack: list[str]) -> None:
    """Give a finished node's component its number, if the node is its root."""
    while low[node] == index[node] and node not in part:
        part[stack.pop()] = index[node]


def path(graph: Graph, start: str, goal: str) -> list[str]:
    """A shortest way between two nodes that are connected, both ends included."""
    came: dict[str, str] = {start: start}
    queue = deque([start])
    while queue and goal not in came:
        node = queue.popleft()
        for follower in sorted(graph.get(node, ())):
            if follower not in came:
                came[follower] = node
                queue.append(follower)
    way = [goal]
    while way[-1] != start:
        way.append(came[way[-1]])
    return way[::-1]
