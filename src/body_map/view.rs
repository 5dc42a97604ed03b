//! The pictures of a body map: which there are, whose side is which, and of whom.

/// One picture. Left and right are the child's own.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum View {
    Front,
    Back,
    HeadFront,
    HeadLeft,
    HeadRight,
    HeadBack,
    LeftHandBack,
    LeftPalm,
    RightHandBack,
    RightPalm,
    LeftFootTop,
    LeftSole,
    RightFootTop,
    RightSole,
}

/// A side of the child's.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// Whose figure it is.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Build {
    Younger,
    #[default]
    Older,
}

impl View {
    /// Every picture, in the order in which they are offered.
    pub(super) const ALL: [Self; 14] = [
        Self::Front,
        Self::Back,
        Self::HeadFront,
        Self::HeadLeft,
        Self::HeadRight,
        Self::HeadBack,
        Self::LeftHandBack,
        Self::LeftPalm,
        Self::RightHandBack,
        Self::RightPalm,
        Self::LeftFootTop,
        Self::LeftSole,
        Self::RightFootTop,
        Self::RightSole,
    ];

    /// As forms and rows call it.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Front => "front",
            Self::Back => "back",
            Self::HeadFront => "head-front",
            Self::HeadLeft => "head-left",
            Self::HeadRight => "head-right",
            Self::HeadBack => "head-back",
            Self::LeftHandBack => "left-hand-back",
            Self::LeftPalm => "left-palm",
            Self::RightHandBack => "right-hand-back",
            Self::RightPalm => "right-palm",
            Self::LeftFootTop => "left-foot-top",
            Self::LeftSole => "left-sole",
            Self::RightFootTop => "right-foot-top",
            Self::RightSole => "right-sole",
        }
    }

    /// The picture that is called so.
    pub(super) fn called(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.key() == key)
    }

    /// As people call it.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Front => "Body, front",
            Self::Back => "Body, back",
            Self::HeadFront => "Head, front",
            Self::HeadLeft => "Head, left side",
            Self::HeadRight => "Head, right side",
            Self::HeadBack => "Head, back",
            Self::LeftHandBack => "Left hand, back",
            Self::LeftPalm => "Left hand, palm",
            Self::RightHandBack => "Right hand, back",
            Self::RightPalm => "Right hand, palm",
            Self::LeftFootTop => "Left foot, top",
            Self::LeftSole => "Left foot, sole",
            Self::RightFootTop => "Right foot, top",
            Self::RightSole => "Right foot, sole",
        }
    }
}

impl Side {
    pub(super) fn other(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
        }
    }

    /// A name in which `{S}` and `{s}` stand for a side.
    pub(super) fn names(self, name: &str) -> String {
        let capital = match self {
            Self::Left => "Left",
            Self::Right => "Right",
        };
        name.replace("{S}", capital).replace("{s}", self.word())
    }
}

impl Build {
    /// The build that is offered first for a pupil of this year group: the younger child's up to
    /// Year 5.
    pub(super) fn of_year(year_group: &str) -> Self {
        match year_group.parse::<u32>() {
            Ok(year) if year > 5 => Self::Older,
            // Nurseries and Reception are no numbers.
            Ok(_) | Err(_) => Self::Younger,
        }
    }

    pub(super) const ALL: [Self; 2] = [Self::Younger, Self::Older];

    /// As forms and rows call it.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Younger => "younger",
            Self::Older => "older",
        }
    }

    /// The build that is called so.
    pub(super) fn called(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|build| build.key() == key)
    }

    /// As people call it.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Younger => "Younger child",
            Self::Older => "Older child or young person",
        }
    }
}
