"""An attacker's linear program on published numbers, independent of `throughline.methods.disclosure`."""

import math

import highspy
import numpy as np


def intervals(publications, *, grows=True):
    """Return the bounds that publications imply, by (people, key) or (earlier, later, key) for changes."""
    people = list(dict.fromkeys(one.people for one in publications))
    mergers = {relation for one in publications for relation in one.merged}
    facts = {(one.people, key) for one in publications for key in one.keys}
    for each in people:
        for whole, parts in mergers:
            if facts & {(each, key) for key in (whole, *parts)}:
                facts |= {(each, key) for key in (whole, *parts)}
    facts = sorted(facts)
    number = {fact: k for k, fact in enumerate(facts)}
    sums = {(one.people, relation) for one in publications for relation in one.relations}
    sums |= {(each, relation) for each in people for relation in mergers if (each, relation[0]) in number}
    equal = np.zeros((len(sums), len(facts)))
    for row, (each, (whole, parts)) in enumerate(sorted(sums)):
        equal[row, number[each, whole]] -= 1
        for part in parts:
            equal[row, number[each, part]] += 1
    low, high = np.zeros(len(facts)), np.full(len(facts), 1e5)
    for one in publications:
        ends = {key: (n, n) for key, n in one.shown.items()} | dict(one.ranges)
        ends |= dict.fromkeys(one.hidden, (one.smallest_hidden, 1e5))
        for key, (least, most) in ends.items():
            k = number[one.people, key]
            low[k], high[k] = max(low[k], least), min(high[k], most)
    changes = {
        (one, other, key): (number[one, key], number[other, key])
        for k, one in enumerate(people)
        for other in people[k + 1 :]
        for key in {key for _, key in facts}
        if (one, key) in number and (other, key) in number
    }
    fell = any(low[a] == high[a] and low[b] == high[b] and low[b] < low[a] for a, b in changes.values())
    ordered = np.zeros((0, len(facts)))
    if grows and not fell and changes:
        ordered = np.zeros((len(changes), len(facts)))
        for row, (a, b) in enumerate(changes.values()):
            ordered[row, a], ordered[row, b] = 1, -1
    goals = {fact: [(k, 1.0)] for fact, k in number.items()}
    goals |= {name: [(b, 1.0), (a, -1.0)] for name, (a, b) in changes.items()}
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    columns = np.arange(len(facts), dtype=np.int32)
    solver.addVars(len(facts), low, high)
    for lines, least in ((equal, 0.0), (ordered, -np.inf)):
        for line in lines:
            terms = np.flatnonzero(line).astype(np.int32)
            solver.addRow(least, 0.0, len(terms), terms, line[terms])
    found = {}
    for name, terms in goals.items():
        goal = np.zeros(len(facts))
        for k, sign in terms:
            goal[k] = sign
        ends = []
        for towards in (1.0, -1.0):
            solver.changeColsCost(len(facts), columns, towards * goal)
            solver.run()
            assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
            ends.append(towards * solver.getInfo().objective_function_value)
        found[name] = math.ceil(ends[0] - 1e-6), math.floor(ends[1] + 1e-6)
    return found


def given_away(publications, minimum_n, protection, *, grows=True):
    """Return the counts and changes that can be inferred more closely than declared, and may be small."""
    found = intervals(publications, grows=grows)
    return {
        name: (low, high)
        for name, (low, high) in found.items()
        if high - low < protection and any(0 < abs(n) < minimum_n for n in range(low, high + 1))
    }
