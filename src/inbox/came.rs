//! What came of an act on several concerns: counted in the sentence at the top of the page, which
//! names no child, and said beside each that was left as it was.

use keyward_moment::Moment;

use crate::ids::ConcernId;

/// Why a concern was left as it was.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Left {
    /// The actor has not opened it.
    Unopened,
    /// It was assigned otherwise meanwhile.
    Meanwhile,
    /// Whoever it was to be given to does not see it.
    Unseen,
    /// It is closed.
    Closed,
}

impl Left {
    const ALL: [Self; 4] = [Self::Unopened, Self::Meanwhile, Self::Unseen, Self::Closed];

    /// As an address names it.
    const fn name(self) -> &'static str {
        match self {
            Self::Unopened => "u",
            Self::Meanwhile => "m",
            Self::Unseen => "s",
            Self::Closed => "c",
        }
    }

    /// What stands beside the concern: why, and the next step.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Unopened => "Open it and read it, then acknowledge it.",
            Self::Meanwhile => "Somebody else has reassigned it since. Look at it first.",
            Self::Unseen => "The person you chose cannot read it. Choose somebody else.",
            Self::Closed => "It is closed. Reopen it first.",
        }
    }
}

/// What came of one concern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Came {
    /// The actor has it in hand.
    InHand,
    /// They had it in hand already.
    InHandBefore,
    /// Another had it in hand already: who, where that is known, and since when.
    InHandOfAnother(Option<(String, Moment)>),
    /// It is assigned as was asked.
    Assigned(String),
    /// It was assigned so already.
    AssignedBefore(String),
    /// It was assigned to somebody else, or to nobody, meanwhile.
    AssignedMeanwhile(Option<String>),
    /// Whom it was to be given to does not see it.
    NotTo(String),
    /// It is closed.
    Closed,
    /// The actor has not opened it.
    Unopened,
    /// It is not there, or not for the actor.
    Nowhere,
}

impl Came {
    /// Why it was left as it was, where somebody can still do something about it.
    fn left(&self) -> Option<Left> {
        match self {
            Self::Unopened => Some(Left::Unopened),
            Self::AssignedMeanwhile(_) => Some(Left::Meanwhile),
            Self::NotTo(_) => Some(Left::Unseen),
            Self::Closed => Some(Left::Closed),
            Self::InHand
            | Self::InHandBefore
            | Self::InHandOfAnother(_)
            | Self::Assigned(_)
            | Self::AssignedBefore(_)
            | Self::Nowhere => None,
        }
    }

    /// Whether what was asked for is so now, whoever did it.
    fn is_so(&self) -> bool {
        match self {
            Self::InHand
            | Self::InHandBefore
            | Self::InHandOfAnother(_)
            | Self::Assigned(_)
            | Self::AssignedBefore(_) => true,
            Self::AssignedMeanwhile(_)
            | Self::NotTo(_)
            | Self::Closed
            | Self::Unopened
            | Self::Nowhere => false,
        }
    }

    /// What came of so many, of as many as were chosen where some were left as they were.
    fn words(&self, count: usize, of: Option<usize>) -> String {
        let (concerns, is) = match (count, of) {
            (count, Some(of)) if self.is_so() => (
                format!("{count} of {of} concerns"),
                if count == 1 { "is" } else { "are" },
            ),
            (1, _) => ("1 concern".to_owned(), "is"),
            (many, _) => (format!("{many} concerns"), "are"),
        };
        let was = if count == 1 { "was" } else { "were" };
        let (they, them) = if count == 1 {
            ("it", "it")
        } else {
            ("they", "them")
        };
        match self {
            Self::InHand => format!("You acknowledged {concerns}."),
            Self::InHandBefore => format!("You had acknowledged {concerns} already."),
            Self::InHandOfAnother(Some((who, at))) => {
                format!("{who} acknowledged {concerns} on {}.", at.day_and_time())
            }
            Self::InHandOfAnother(None) => {
                format!("Somebody has acknowledged {concerns} already.")
            }
            Self::Assigned(to) => format!("{concerns} {was} assigned to {to}."),
            Self::AssignedBefore(to) => format!("{concerns} {was} assigned to {to} already."),
            Self::AssignedMeanwhile(Some(to)) => {
                format!("{concerns} {was} assigned to {to} meanwhile: look at {them} first.")
            }
            Self::AssignedMeanwhile(None) => {
                format!("{concerns} {is} assigned to nobody any more: look at {them} first.")
            }
            Self::NotTo(to) => {
                format!("{to} cannot read {concerns}, so {they} {was} not assigned.")
            }
            Self::Closed => format!("{concerns} {is} closed: reopen {them} first."),
            Self::Unopened => format!(
                "{concerns} {was} not acknowledged, because you have not opened {them}. Open and \
                 read {them} first."
            ),
            Self::Nowhere => {
                format!("{concerns} {is} not here any more, or not yours to see.")
            }
        }
    }
}

/// Whether anything was left as it was.
pub(super) fn is_left(came: &[(ConcernId, Came)]) -> bool {
    came.iter().any(|(_, one)| !one.is_so())
}

/// What came of all of them, in sentences: what was done, then what was not and why.
pub(super) fn in_words(came: &[(ConcernId, Came)]) -> String {
    let of = is_left(came).then_some(came.len());
    let mut counted: Vec<(&Came, usize)> = Vec::new();
    for (_, one) in came {
        match counted.iter_mut().find(|(same, _)| *same == one) {
            Some((_, count)) => *count += 1,
            None => counted.push((one, 1)),
        }
    }
    counted.sort_by_key(|(one, _)| !one.is_so());
    let sentences = counted.iter().map(|(one, count)| one.words(*count, of));
    sentences.collect::<Vec<_>>().join(" ")
}

/// Those that were left as they were, as an address holds them: `u-0190….m-0190…`.
pub(super) fn left(came: &[(ConcernId, Came)]) -> String {
    let left = came.iter().filter_map(|(id, one)| {
        let left = one.left()?;
        Some(format!("{}-{id}", left.name()))
    });
    left.collect::<Vec<_>>().join(".")
}

/// The same from an address.
pub(super) fn read_left(text: &str, most: usize) -> Vec<(ConcernId, Left)> {
    let read = |one: &str| {
        let (name, id) = one.split_once('-')?;
        let left = Left::ALL.into_iter().find(|left| left.name() == name)?;
        Some((ConcernId(id.to_owned()), left))
    };
    text.split('.').filter_map(read).take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_of_several_is_counted_and_names_nobody_but_colleagues() {
        let id = |id: &str| ConcernId(id.into());
        let came = [
            (id("a-1"), Came::InHand),
            (id("b-1"), Came::Unopened),
            (id("c-1"), Came::InHand),
            (
                id("d-1"),
                Came::AssignedMeanwhile(Some("Dee Deputy".into())),
            ),
            (id("e-1"), Came::Nowhere),
        ];
        assert_eq!(
            in_words(&came),
            "You acknowledged 2 of 5 concerns. 1 concern was not acknowledged, because you have not \
             opened it. Open and read it first. 1 concern was assigned to Dee Deputy meanwhile: look at it first. 1 concern is \
             not here any more, or not yours to see."
        );
        assert!(is_left(&came) && !is_left(&came[..1]));
        assert_eq!(in_words(&came[..1]), "You acknowledged 1 concern.");
        assert_eq!(left(&came), "u-b-1.m-d-1");
        assert_eq!(
            read_left("u-b-1.m-d-1.x-e-1.", 9),
            [(id("b-1"), Left::Unopened), (id("d-1"), Left::Meanwhile)]
        );
        assert_eq!(read_left("u-b-1.m-d-1", 1).len(), 1);
    }
}
