//! Who is next in line, when nobody has acknowledged a concern in time.

use std::collections::BTreeSet;

use crate::ids::PersonId;

/// Somebody in the line who is there today and may read the concern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct InLine {
    pub person: PersonId,
    /// For whom they stand in.
    pub covers: Option<PersonId>,
}

/// One step that was taken: to somebody, or to nobody, where the line was at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub round: i64,
    pub person: Option<PersonId>,
}

/// The step to take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// On to somebody.
    To { round: i64, next: InLine },
    /// The line is at its end until the next school day.
    Nobody { round: i64 },
}

/// The next step. The first round passes over whoever was alerted already: they have had their
/// time. When that leaves nobody, the line begins anew at once, and otherwise on the next day.
pub(super) fn next(line: &[InLine], steps: &[Step], alerted: &BTreeSet<PersonId>) -> Next {
    let (round, has_begun) = match steps.last() {
        None => (1, false),
        Some(Step {
            round,
            person: None,
        }) => (round + 1, false),
        Some(Step { round, .. }) => (*round, true),
    };
    let passed: BTreeSet<_> = steps
        .iter()
        .filter(|step| step.round == round)
        .filter_map(|step| step.person.as_ref())
        .collect();
    let mut waiting = line.iter().filter(|who| !passed.contains(&who.person));
    let fresh = waiting.find(|who| round > 1 || !alerted.contains(&who.person));
    match (fresh, line.first()) {
        (Some(next), _) => Next::To {
            round,
            next: next.clone(),
        },
        (None, Some(first)) if round == 1 && !has_begun => Next::To {
            round: 2,
            next: first.clone(),
        },
        (None, _) => Next::Nobody { round },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(name: &str) -> PersonId {
        PersonId(name.into())
    }

    fn line(names: &[&str]) -> Vec<InLine> {
        let stands = |name: &&str| InLine {
            person: id(name),
            covers: None,
        };
        names.iter().map(stands).collect()
    }

    fn to(round: i64, name: &str) -> Next {
        Next::To {
            round,
            next: line(&[name]).remove(0),
        }
    }

    /// Steps as `1 dee` or `1 -`.
    fn steps(texts: &[&str]) -> Vec<Step> {
        let step = |text: &&str| {
            let (round, name) = text.split_once(' ').unwrap();
            Step {
                round: round.parse().unwrap(),
                person: (name != "-").then(|| id(name)),
            }
        };
        texts.iter().map(step).collect()
    }

    #[test]
    fn a_concern_goes_down_the_line_and_round_again() {
        let line = line(&["dana", "dee", "hal"]);
        for (alerted, taken, expected) in [
            // The lead was alerted when it was logged: the deputy, then the head, then nobody.
            (&["dana"][..], &[][..], to(1, "dee")),
            (&["dana", "dee"], &["1 dee"], to(1, "hal")),
            (
                &["dana", "dee", "hal"],
                &["1 dee", "1 hal"],
                Next::Nobody { round: 1 },
            ),
            // The next school day begins with the first again.
            (
                &["dana", "dee", "hal"],
                &["1 dee", "1 hal", "1 -"],
                to(2, "dana"),
            ),
            (
                &["dana", "dee", "hal"],
                &["1 dee", "1 hal", "1 -", "2 dana"],
                to(2, "dee"),
            ),
            // All of them were alerted at once: they are asked again, one after the other.
            (&["dana", "dee", "hal"], &[], to(2, "dana")),
            (
                &["dana", "dee", "hal"],
                &["2 dana", "2 dee", "2 hal"],
                Next::Nobody { round: 2 },
            ),
            // Nobody of the line was alerted.
            (&["sam"], &[], to(1, "dana")),
        ] {
            let alerted = alerted.iter().map(|name| id(name)).collect();
            assert_eq!(next(&line, &steps(taken), &alerted), expected, "{taken:?}");
        }
    }

    #[test]
    fn an_empty_line_is_at_its_end() {
        assert_eq!(next(&[], &[], &BTreeSet::new()), Next::Nobody { round: 1 });
    }
}
