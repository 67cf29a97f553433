//! The smallest workbook that spreadsheet readers take, made from cells: an archive without compression.

/// A workbook of sheets given by their cells.
pub(crate) fn of_cells(sheets: &[(&str, Vec<Vec<String>>)]) -> Vec<u8> {
    let sheets: Vec<(&str, String)> = sheets
        .iter()
        .map(|(name, rows)| (*name, cells(rows)))
        .collect();
    of_sheets(&sheets)
}

/// A workbook of sheets given by the XML of their rows.
pub(crate) fn of_sheets(sheets: &[(&str, String)]) -> Vec<u8> {
    with_parts(sheets, &[])
}

/// The same with further parts, by their names.
pub(crate) fn with_parts(sheets: &[(&str, String)], further: &[(&str, &str)]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let mut names = String::new();
    let mut links = String::new();
    let mut parts: Vec<(String, String)> = Vec::new();
    for (index, (name, rows)) in sheets.iter().enumerate() {
        let number = index + 1;
        let entry = format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"r{number}\"/>");
        names.push_str(&entry);
        let link = format!(
            "<Relationship Id=\"r{number}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        );
        links.push_str(&link);
        let sheet =
            format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>");
        parts.push((format!("xl/worksheets/sheet{number}.xml"), sheet));
    }
    parts.push((
        "xl/workbook.xml".to_owned(),
        format!(
            "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{names}</sheets></workbook>"
        ),
    ));
    parts.push((
        "xl/_rels/workbook.xml.rels".to_owned(),
        format!("<Relationships xmlns=\"{PACKAGE}\">{links}</Relationships>"),
    ));
    let book = format!(
        "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    parts.push(("_rels/.rels".to_owned(), book));
    let further = further.iter();
    parts.extend(further.map(|(name, xml)| ((*name).to_owned(), (*xml).to_owned())));
    archive(&parts)
}

fn cells(rows: &[Vec<String>]) -> String {
    let rows = rows.iter().enumerate().map(|(row, cells)| {
        let cells = cells.iter().enumerate().filter(|(_, text)| !text.is_empty()).map(|(column, text)| {
            let letter = char::from(b'A' + u8::try_from(column).unwrap());
            format!("<c r=\"{letter}{}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>", row + 1, escaped(text))
        });
        format!("<row r=\"{}\">{}</row>", row + 1, cells.collect::<String>())
    });
    rows.collect()
}

/// Text as XML; what XML cannot hold at all is left out.
fn escaped(text: &str) -> String {
    let kept = text
        .chars()
        .filter(|&c| c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'));
    kept.map(|c| match c {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        other => other.to_string(),
    })
    .collect()
}

fn archive(parts: &[(String, String)]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for (name, content) in parts {
        let at = u32::try_from(out.len()).unwrap();
        let length = u32::try_from(content.len()).unwrap();
        let mut common = Vec::new();
        // Version 2.0, no flags, stored, midnight of 1 January 1980.
        for field in [20_u16, 0, 0, 0, 33] {
            common.extend(field.to_le_bytes());
        }
        for field in [checksum(content.as_bytes()), length, length] {
            common.extend(field.to_le_bytes());
        }
        common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        common.extend(0_u16.to_le_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(content.as_bytes());
        directory.extend(b"PK\x01\x02");
        directory.extend(20_u16.to_le_bytes());
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let at = u32::try_from(out.len()).unwrap();
    let count = u16::try_from(parts.len()).unwrap();
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(u32::try_from(directory.len()).unwrap().to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend([0, 0]);
    out
}

/// CRC-32, as archives use it.
fn checksum(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| {
        if crc & 1 == 1 {
            (crc >> 1) ^ 0xedb8_8320
        } else {
            crc >> 1
        }
    };
    !bytes
        .iter()
        .fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}
