//! Small stocks of words for simulated people. Invented: no name here is meant to be anybody's.

/// Given names.
pub(super) const GIVEN: [&str; 16] = [
    "Aled", "Amina", "Ben", "Carys", "Dylan", "Elin", "Farah", "Grace", "Huw", "Imran", "Joanna",
    "Kofi", "Lowri", "Mei", "Owen", "Priya",
];

/// Family names.
pub(super) const FAMILY: [&str; 16] = [
    "Adeyemi",
    "Bevan",
    "Chowdhury",
    "Davies",
    "Ellis",
    "Fraser",
    "Griffiths",
    "Hughes",
    "Iqbal",
    "Jenkins",
    "Kaur",
    "Lewis",
    "Morgan",
    "Novak",
    "Owusu",
    "Pritchard",
];

/// Job titles.
pub(super) const TITLES: [&str; 12] = [
    "Technician",
    "Senior Technician",
    "Laboratory Technician",
    "Research Technician",
    "Workshop Technician",
    "Technical Specialist",
    "Technical Services Manager",
    "Instrument Technician",
    "Teaching Laboratory Technician",
    "Electronics Technician",
    "Studio Technician",
    "Facility Manager",
];

/// Things that people look after.
pub(super) const THINGS: [&str; 20] = [
    "400 MHz NMR",
    "Scanning electron microscope",
    "Laser cutter",
    "Five-axis mill",
    "Autoclave room 2",
    "Confocal microscope",
    "Mass spectrometer",
    "Glasshouse 3",
    "Wind tunnel",
    "Print studio press",
    "Cold room",
    "Helium recovery plant",
    "Recording studio",
    "X-ray diffractometer",
    "Tensile tester",
    "Teaching laboratory 1",
    "Herbarium",
    "Clean room",
    "Motion capture suite",
    "Liquid nitrogen store",
];

/// Short answers to anything else.
pub(super) const SHORT: [&str; 8] = [
    "Glass blowing",
    "Rig building",
    "Field sampling",
    "Sensor calibration",
    "Sample archiving",
    "Stage lighting",
    "Data logging",
    "Method transfer",
];

/// Sentences.
pub(super) const SENTENCES: [&str; 8] = [
    "The teaching laboratories could not open in the first weeks of term.",
    "Nobody else knows the old control software.",
    "More time for training would help most.",
    "The questions were clear.",
    "We share one instrument between three groups and it is always full.",
    "A written procedure exists, but nobody has tried it without me.",
    "It would help to see what is planned for the next two years.",
    "Bookings, consumables and small repairs would all wait.",
];
