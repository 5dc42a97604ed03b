//! Why a file was not taken, in words for the person who sent it.

use super::document::{day_max, drafts_bytes_max};
use super::kind::Kind;
use super::limits::{Limits, files_words, size_words};

/// Why a file was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// There is nothing in it.
    Empty,
    /// It is larger than one file may be.
    TooLarge,
    /// There are as many files as there may be.
    TooMany,
    /// With it, the files would be larger together than they may be.
    Full,
    /// With it, the files of all drafts of its person would be larger together than they may be.
    DraftsFull,
    /// With it, its person would add more within a day than anybody may.
    DayFull,
    /// It is a program, a script or a shortcut.
    Program,
    /// It is a page of the web, a drawing that can run, or XML.
    WebPage,
    /// It holds other files.
    Archive,
    /// It is an office document with macros.
    Macros,
    /// It is an office document from before 2007.
    OldOffice,
    /// It did not arrive whole, or is damaged.
    Broken,
    /// Nobody knows what it is.
    Unknown,
    /// Its name ends as if it were something else.
    Unfit(String, Kind),
}

impl Refusal {
    /// What happened, and what to do next.
    pub(super) fn words(&self, limits: Limits) -> String {
        let one = size_words(limits.document_bytes_max);
        match self {
            Self::Empty => "is empty. Choose it again, or another file.".into(),
            Self::TooLarge => format!(
                "is larger than {one}, the most for one file. Send a smaller copy: a photo at a \
                 lower resolution, or a film cut into parts."
            ),
            Self::TooMany => format!(
                "was not added: a concern takes {}. Put several photos into one PDF, or log what is \
                 left as a second concern.",
                files_words(limits.documents_max)
            ),
            Self::Full => format!(
                "was not added: the files of a concern may be {} together. Send a smaller copy.",
                size_words(limits.documents_bytes_max)
            ),
            Self::DraftsFull => format!(
                "was not added: the files of all your drafts may be {} together. Log or discard \
                 another draft, then send it again.",
                size_words(drafts_bytes_max(limits))
            ),
            Self::DayFull => {
                let (files, bytes) = day_max(limits);
                format!(
                    "was not added: one person adds {files} files within 24 hours, and {} together. \
                     Send it again tomorrow at this time, or let somebody else add it who may read \
                     the concern.",
                    size_words(bytes)
                )
            }
            Self::Program => "is a program or a shortcut, which could run when somebody opens it. \
                              Send a picture of it instead."
                .into(),
            Self::WebPage => "is a web page or a drawing made of code, which could run when \
                              somebody opens it. Print it to PDF and send that."
                .into(),
            Self::Archive => "holds other files, and what is in them cannot be seen from outside. \
                              Unpack it and send the files themselves."
                .into(),
            Self::Macros => {
                "holds macros, which could run when somebody opens it. Save it without \
                             macros, or as PDF."
                    .into()
            }
            Self::OldOffice => {
                "was saved in a format from before 2007, which can hide macros. Save \
                                it as .docx, .xlsx, .pptx or PDF."
                    .into()
            }
            Self::Broken => "is damaged or did not arrive whole. Choose it again.".into(),
            Self::Unknown => {
                "is of a kind that is not taken. Save it as PDF, or send a photo or a \
                              screenshot of it."
                    .into()
            }
            Self::Unfit(ending, kind) => format!(
                "ends in .{ending}, but what is in it is: {}. Give its name the ending .{} and \
                 send it again.",
                kind.words(),
                kind.name()
            ),
        }
    }
}
