//! The kinds of file that are taken, and how each is handed out.

/// What a file is, by its content.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A photo.
    Jpeg,
    /// A picture, such as a screenshot.
    Png,
    /// A picture that may move.
    Gif,
    /// A picture, as the web uses it.
    Webp,
    /// A photo, as iPhones take it.
    Heic,
    /// A document to read and print.
    Pdf,
    /// Words without any form.
    Text,
    /// A Word document without macros.
    Word,
    /// An Excel workbook without macros.
    Excel,
    /// A PowerPoint presentation without macros.
    PowerPoint,
    /// A document of the OpenDocument family.
    OpenText,
    /// A spreadsheet of the OpenDocument family.
    OpenSheet,
    /// A presentation of the OpenDocument family.
    OpenSlides,
    /// Sound.
    Mp3,
    /// Sound, as phones record it.
    M4a,
    /// Sound.
    Wav,
    /// A film.
    Mp4,
    /// A film, as iPhones take it.
    Mov,
    /// An e-mail.
    Eml,
    /// An e-mail, as Outlook saves it.
    Msg,
}

/// How a browser may be given a file.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// As a picture in the page.
    InPage,
    /// By itself, in a tab.
    InTab,
    /// Only to be saved.
    Never,
}

impl Kind {
    /// Every kind, in the order in which the page names them.
    pub const ALL: [Self; 20] = [
        Self::Jpeg,
        Self::Png,
        Self::Gif,
        Self::Webp,
        Self::Heic,
        Self::Pdf,
        Self::Text,
        Self::Word,
        Self::Excel,
        Self::PowerPoint,
        Self::OpenText,
        Self::OpenSheet,
        Self::OpenSlides,
        Self::Mp3,
        Self::M4a,
        Self::Wav,
        Self::Mp4,
        Self::Mov,
        Self::Eml,
        Self::Msg,
    ];

    /// As the database names it: the first of its endings.
    pub fn name(self) -> &'static str {
        self.endings()[0]
    }

    /// The kind of this name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// As a person reads it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Jpeg => "Photo",
            Self::Png | Self::Gif | Self::Webp => "Picture",
            Self::Heic => "iPhone photo",
            Self::Pdf => "PDF",
            Self::Text => "Text",
            Self::Word => "Word document",
            Self::Excel => "Excel workbook",
            Self::PowerPoint => "PowerPoint presentation",
            Self::OpenText => "OpenDocument text",
            Self::OpenSheet => "OpenDocument spreadsheet",
            Self::OpenSlides => "OpenDocument presentation",
            Self::Mp3 | Self::M4a | Self::Wav => "Sound recording",
            Self::Mp4 | Self::Mov => "Film",
            Self::Eml | Self::Msg => "Email",
        }
    }

    /// The endings of a name that fit it; a file without one is given the first.
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
            Self::Png => &["png"],
            Self::Gif => &["gif"],
            Self::Webp => &["webp"],
            Self::Heic => &["heic", "heif"],
            Self::Pdf => &["pdf"],
            Self::Text => &["txt", "text"],
            Self::Word => &["docx"],
            Self::Excel => &["xlsx"],
            Self::PowerPoint => &["pptx"],
            Self::OpenText => &["odt"],
            Self::OpenSheet => &["ods"],
            Self::OpenSlides => &["odp"],
            Self::Mp3 => &["mp3"],
            Self::M4a => &["m4a"],
            Self::Wav => &["wav"],
            Self::Mp4 => &["mp4", "m4v"],
            Self::Mov => &["mov", "qt"],
            Self::Eml => &["eml"],
            Self::Msg => &["msg"],
        }
    }

    /// The media type (RFC 6838) that a browser is told.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Heic => "image/heic",
            Self::Pdf => "application/pdf",
            // Never said to be UTF-8: an older one is not.
            Self::Text => "text/plain",
            Self::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Excel => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::PowerPoint => {
                "application/vnd.openxmlformats-officedocument.presentationml.presentation"
            }
            Self::OpenText => "application/vnd.oasis.opendocument.text",
            Self::OpenSheet => "application/vnd.oasis.opendocument.spreadsheet",
            Self::OpenSlides => "application/vnd.oasis.opendocument.presentation",
            Self::Mp3 => "audio/mpeg",
            Self::M4a => "audio/mp4",
            Self::Wav => "audio/wav",
            Self::Mp4 => "video/mp4",
            Self::Mov => "video/quicktime",
            Self::Eml => "message/rfc822",
            Self::Msg => "application/vnd.ms-outlook",
        }
    }

    /// How a browser may be given it. An iPhone's photo is not shown: most browsers cannot.
    pub const fn shown(self) -> Shown {
        match self {
            Self::Jpeg | Self::Png | Self::Gif | Self::Webp => Shown::InPage,
            Self::Pdf => Shown::InTab,
            Self::Heic
            | Self::Text
            | Self::Word
            | Self::Excel
            | Self::PowerPoint
            | Self::OpenText
            | Self::OpenSheet
            | Self::OpenSlides
            | Self::Mp3
            | Self::M4a
            | Self::Wav
            | Self::Mp4
            | Self::Mov
            | Self::Eml
            | Self::Msg => Shown::Never,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_name_and_endings_of_its_own() {
        let mut seen = std::collections::BTreeSet::new();
        for kind in Kind::ALL {
            assert_eq!(Kind::of_name(kind.name()), Some(kind));
            for ending in kind.endings() {
                assert!(seen.insert(*ending), "{ending} fits two kinds");
            }
        }
        assert_eq!(Kind::of_name("exe"), None);
    }
}
