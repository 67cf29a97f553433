//! What statistical views ask of a frame: counts, shares, sums and means that have passed the profile.
//!
//! A view of the statistical door reads figures from here and from nowhere else. Exact counts go in;
//! what comes out is a [`Figure`] or a [`Value`] that may be published. Percentages follow HESA
//! ("Services Standard Rounding Methodology", docs/rules.md §8.1): to the whole, none of fewer than 22.5 people.
//! They are worked out from what the table shows, but under `minimum-n`, whose figures are exact.

use rust_decimal::Decimal;

use crate::response::answer::Missing;
use crate::survey::model::Profile;

use super::super::count::{Figures, RawRow};
use super::super::door::Statistical;
use super::super::material::Material;
use super::super::protect::{Protection, hesa};
use super::super::table::{EVERYONE, Figure, Reason, Row, Table};
use super::super::variable::Arity;
use super::classes::{self, Class};
use super::percents::Together;
use super::{About, Block, Crossings, Name, Value, View, about, flags};

/// A frame of the statistical door with the profile that every figure passes.
#[derive(Clone, Copy)]
pub(super) struct Protected<'a> {
    pub(super) material: &'a Material<'a, Statistical>,
    protection: Protection,
    pub(super) crossings: &'a Crossings,
}

/// One variable's figures, by department or by the codes of another question.
pub(super) struct Counted {
    /// The codes, or the classes, of the cells.
    pub(super) codes: Vec<String>,
    /// One line per group.
    pub(super) lines: Vec<Line>,
    /// Everyone whose group shows figures.
    pub(super) everyone: Option<Line>,
}

/// One group's figures.
#[derive(Clone)]
pub(super) struct Line {
    /// The department, faculty or code.
    pub(super) group: String,
    /// The small groups that it stands for.
    pub(super) holds: Vec<String>,
    /// Everyone who was asked.
    pub(super) base: Figure,
    /// In the order of [`Counted::codes`].
    pub(super) cells: Vec<Figure>,
    /// The same as percentages of those who answered.
    pub(super) percents: Vec<Value>,
    /// Every kind of missing.
    pub(super) missing: Vec<(Missing, Figure)>,
}

impl<'a> Protected<'a> {
    pub(super) const fn new(
        material: &'a Material<'a, Statistical>,
        protection: Protection,
        crossings: &'a Crossings,
    ) -> Self {
        Self {
            material,
            protection,
            crossings,
        }
    }

    pub(super) const fn protection(self) -> Protection {
        self.protection
    }

    /// The profile's name.
    pub(super) const fn profile(self) -> Profile {
        match self.protection {
            Protection::Hesa => Profile::Hesa,
            Protection::MinimumN => Profile::MinimumN,
            Protection::Suppress => Profile::Suppress,
        }
    }

    /// The fewest people of a group that is shown by itself.
    pub(super) const fn minimum(self) -> u64 {
        self.material.frame.minimum_group
    }

    /// Whether there are answers to a question at this door.
    pub(super) fn has(self, id: &str) -> bool {
        let mut variables = self.material.frame.variables.iter();
        variables.any(|variable| variable.id == id)
    }

    /// A variable by department; nothing where the questionnaire does not have it.
    pub(super) fn counted(self, id: &str) -> Option<Counted> {
        self.by_department(id, None)
    }

    /// A variable by department, its codes in classes.
    pub(super) fn in_classes(self, id: &str, classes: &[Class<'_>]) -> Option<Counted> {
        self.by_department(id, Some(classes))
    }

    fn by_department(self, id: &str, classes: Option<&[Class<'_>]>) -> Option<Counted> {
        let mut figures = self.material.frame.count_only(id);
        figures.tables.retain(|table| table.id == id);
        let arity = figures.tables.first()?.arity;
        let (figures, table) = self.protect(figures, arity, classes)?;
        let mut counted = Counted::of(&table);
        let shown = classes.filter(|_| self.protection == Protection::Hesa);
        let by_code = shown.and_then(|_| self.counted(id));
        let together = Together::new(self, id, arity, classes, by_code.as_ref());
        let lines = counted.lines.iter().chain(&counted.everyone);
        let percents: Vec<Vec<Value>> = lines
            .map(|line| self.percents(&figures, &counted, line, &together))
            .collect();
        let lines = counted.lines.iter_mut().chain(&mut counted.everyone);
        for (line, percents) in lines.zip(percents) {
            line.percents = percents;
        }
        Some(counted)
    }

    /// A variable by the codes of another, of one department or of all; nothing where the profile does
    /// not show such a table. Lines of whom fewer than `least` answered show nothing.
    pub(super) fn crossed(
        self,
        by: &str,
        id: &str,
        department: Option<&str>,
        classes: Option<&[Class<'_>]>,
        least: u64,
    ) -> Option<Counted> {
        let figures = self.material.frame.cross(by, id, department).ok()?;
        let arity = figures.tables.first()?.arity;
        let members = self.shown_departments(id)?;
        let (figures, table) = self.protect(figures, arity, classes)?;
        self.crossings.note(by, id, department);
        let mut counted = Counted::of(&table);
        let lines = counted.lines.iter();
        let answered = lines.map(|line| answered_in(&figures, &members, line));
        let answered: Vec<u64> = answered.collect();
        self.withhold(&mut counted, &answered, least);
        Some(counted)
    }

    /// The departments whose people are in a crossing of a variable.
    fn shown_departments(self, id: &str) -> Option<Vec<String>> {
        let counted = self.counted(id)?;
        let shown = counted.lines.iter().filter(|line| line.shows());
        let departments = shown.flat_map(Line::departments);
        Some(departments.map(str::to_owned).collect())
    }

    /// A variable by department, without the figures of groups of whom fewer than `least` answered.
    pub(super) fn of_at_least(
        self,
        id: &str,
        classes: Option<&[Class<'_>]>,
        least: u64,
    ) -> Option<Counted> {
        let mut counted = self.by_department(id, classes)?;
        let mut figures = self.material.frame.count_only(id);
        figures.tables.retain(|table| table.id == id);
        let answered = |line: &Line| {
            let exact = exact(&figures, &counted.members(line));
            exact.map_or(0, |exact| exact.answered)
        };
        let too_few = |line: &Line| answered(line) < least;
        let all: Vec<u64> = counted.lines.iter().map(answered).collect();
        if counted.everyone.as_ref().is_some_and(too_few) {
            counted.everyone = None;
        }
        self.withhold(&mut counted, &all, least);
        Some(counted)
    }

    /// Takes the figures of groups away of whom fewer than the minimum answered all of the questions that a
    /// worked-out variable is made of: `minimum-n` would not show these either. Where none of them is asked
    /// at all, nobody answered.
    pub(super) fn withhold_unanswered(self, counted: &mut Counted, questions: &[&str]) {
        if self.protection != Protection::MinimumN {
            return;
        }
        let frame = self.material.frame;
        let answers: Vec<_> = questions.iter().map(|id| frame.answers(id)).collect();
        let answered = |at: usize| {
            let mut all = answers.iter();
            all.all(|one| one.as_ref().is_some_and(|one| one.missing(at).is_none()))
        };
        let who_answered = |line: &Line| {
            let people = line
                .departments()
                .flat_map(|code| frame.stretch(Some(code)));
            people.filter(|at| answered(*at)).count() as u64
        };
        let too_few = |line: &&mut Line| who_answered(line) < self.minimum();
        let mut is_given_away = false;
        for line in counted.lines.iter_mut().filter(too_few) {
            is_given_away |= line.shows();
            line.withhold(Reason::SmallBase);
        }
        // The questions' own tables show the other groups.
        if let Some(line) = counted.everyone.as_mut().filter(|_| is_given_away) {
            line.withhold(Reason::Complementary);
        }
    }

    /// Takes the figures of lines away of whom fewer than `least` answered. Where figures are exact the next larger
    /// ones follow until everyone's, which stay, lead to so many; those go too where no such line is left.
    fn withhold(self, counted: &mut Counted, answered: &[u64], least: u64) {
        let lines = counted.lines.iter().zip(answered).enumerate();
        let shown = lines.filter(|(_, (line, _))| line.shows());
        let mut order: Vec<(u64, usize)> = shown.map(|(at, (_, all))| (*all, at)).collect();
        order.sort_unstable();
        for (line, _) in counted
            .lines
            .iter_mut()
            .zip(answered)
            .filter(|(_, answered)| **answered < least)
        {
            line.withhold(Reason::SmallBase);
        }
        let few = order.iter().take_while(|(all, _)| *all < least).count();
        if few == 0 || self.protection == Protection::Hesa {
            return;
        }
        let mut behind: u64 = order[..few].iter().map(|(all, _)| all).sum();
        for (all, at) in &order[few..] {
            if behind >= least {
                break;
            }
            behind += all;
            counted.lines[*at].withhold(Reason::Complementary);
        }
        if let Some(line) = counted.everyone.as_mut().filter(|_| behind < least) {
            line.withhold(Reason::Complementary);
        }
    }

    /// Whether what is looked at has figures of its own: everyone, or a department that is not added to
    /// its faculty.
    pub(super) fn is_shown_alone(self) -> bool {
        let Some(code) = self.material.department else {
            return true;
        };
        let question = self.material.frame.department.as_deref();
        let counted = question.and_then(|id| self.counted(id));
        let line = counted.as_ref().and_then(|counted| self.line(counted));
        line.is_some_and(|line| line.group == code)
    }

    /// The protected table, and the exact figures that percentages are worked out from.
    fn protect(
        self,
        figures: Figures<Statistical>,
        arity: Arity,
        classes: Option<&[Class<'_>]>,
    ) -> Option<(Figures<Statistical>, Table)> {
        let table = |figures: &Figures<Statistical>| {
            let published = figures.protect(self.protection).ok()?;
            published.tables().first().cloned()
        };
        let Some(classes) = classes else {
            let shown = table(&figures)?;
            return Some((figures, shown));
        };
        let by_code = table(&figures)?;
        if self.protection == Protection::Suppress {
            let given = &figures.tables.first()?.codes;
            let shown = classes::sum(by_code, arity, classes, given);
            return Some((figures, shown));
        }
        let figures = classes::count(figures, self.material.frame, classes);
        let mut shown = table(&figures)?;
        if self.protection == Protection::Hesa {
            classes::hide_telling(&mut shown, &by_code, arity, classes);
        }
        Some((figures, shown))
    }

    /// The percentages of a line's cells.
    fn percents(
        self,
        figures: &Figures<Statistical>,
        counted: &Counted,
        line: &Line,
        together: &Together<'_>,
    ) -> Vec<Value> {
        let answered = match self.protection {
            Protection::MinimumN => {
                exact(figures, &counted.members(line)).map(|exact| exact.answered)
            }
            Protection::Suppress => answered(line),
            // No more answered than were asked, where that is few already.
            Protection::Hesa => answered(line).or_else(|| {
                let is_few = |asked: &u64| hesa::shown_percentage(0, Some(*asked), 0).is_err();
                line.base.count().filter(is_few)
            }),
        };
        let people = together.people(&counted.codes, line);
        let percent = |figure: &Figure| match figure {
            Figure::Withheld(reason) => Value::Withheld(*reason),
            Figure::Count(count) => self.percent(*count, answered, people),
        };
        line.cells.iter().map(percent).collect()
    }

    /// So many of so many, as they are shown, where a percentage of so many is shown; nothing where it does not
    /// show how many answered. Rounded answers may make more `people` than that.
    fn percent(self, count: u64, of: Option<u64>, people: u64) -> Value {
        let percentage = match (self.protection, of) {
            (Protection::Hesa, of) => hesa::shown_percentage(count, of, people),
            (_, None) => Err(Reason::Complementary),
            (_, Some(of)) if of < self.minimum() => Err(Reason::SmallBase),
            (_, Some(of)) => hesa::percentage(Decimal::from(count), Decimal::from(of)),
        };
        match percentage {
            Ok(percent) => Value::Percent(percent),
            Err(reason) => Value::Withheld(reason),
        }
    }

    /// The share of those who gave any of some codes: of what is looked at, and of everyone. Nothing
    /// where the question is not asked.
    pub(super) fn share_of(self, id: &str, codes: &[String]) -> Option<[Value; 2]> {
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        let class = Class {
            id: "any",
            title: "",
            codes: &codes,
        };
        let counted = self.in_classes(id, &[class])?;
        let share = |line: Option<&Line>| {
            let percent = line.and_then(|line| line.percents.first());
            percent.cloned().unwrap_or(Value::Nothing)
        };
        let here = self.material.department.and(self.line(&counted));
        Some([share(here), share(counted.university())])
    }

    /// Responses of what is looked at.
    pub(super) fn responses(self) -> Figure {
        let frame = self.material.frame;
        let department = frame.department.as_deref();
        let first = frame.variables.first().map(|variable| variable.id.as_str());
        let counted = department.or(first).and_then(|id| self.counted(id));
        let line = counted.as_ref().and_then(|counted| self.line(counted));
        line.map_or(Figure::Withheld(Reason::RolledUp), |line| line.base)
    }

    /// The line of the department that is looked at, or of everyone.
    pub(super) fn line(self, counted: &Counted) -> Option<&Line> {
        match self.material.department {
            Some(code) => counted.of_department(code),
            None => counted.university(),
        }
    }

    /// A finished view, with what must be said before its figures in front.
    pub(super) fn view(self, name: Name, blocks: Vec<Block>) -> View {
        let mut all = flags::notes(self.material);
        all.extend(self.scope());
        all.extend(blocks);
        View {
            name,
            about: self.about(),
            blocks: all,
        }
    }

    fn about(self) -> About {
        About {
            staff: self.staff(),
            ..about::about(self.material, self.profile(), self.responses())
        }
    }

    /// People on the staff lists of those whose responses are counted.
    pub(super) fn staff(self) -> Option<u64> {
        let material = self.material;
        match material.department {
            Some(_) => about::staff(material),
            None => material.frame.staff_of_shown(&material.headcounts.people),
        }
    }

    /// Whom the figures are about, where it is not the department alone.
    fn scope(self) -> Vec<Block> {
        let mut blocks = vec![about::note_with(
            "statistics-base",
            [("minimum", about::number(self.minimum()))],
        )];
        let frame = self.material.frame;
        let (Some(code), Some(question)) = (self.material.department, &frame.department) else {
            blocks.push(about::note("statistics-everyone"));
            return blocks;
        };
        let counted = self.counted(question);
        let line = counted.as_ref().and_then(|counted| self.line(counted));
        let name = |code: &str| about::department(self.material.questionnaire, code).text;
        match line {
            None => blocks.push(about::note_with(
                "statistics-too-few",
                [("department", name(code).into())],
            )),
            Some(line) if line.group != code => blocks.push(about::note_with(
                "statistics-rolled-up",
                [
                    ("department", name(code).into()),
                    ("faculty", name(&line.group).into()),
                ],
            )),
            Some(_) => {}
        }
        blocks
    }
}

impl Counted {
    fn of(table: &Table) -> Self {
        let first = table.rows.first();
        let cells = first.map_or(&[][..], |row| &row.cells);
        let line = |row: &Row| Line {
            group: row.group.clone(),
            holds: row.holds.clone(),
            base: row.base,
            cells: row.cells.iter().map(|cell| cell.figure).collect(),
            percents: Vec::new(),
            missing: row.missing.clone(),
        };
        Self {
            codes: cells.iter().map(|cell| cell.code.to_string()).collect(),
            lines: table.rows.iter().map(line).collect(),
            everyone: table.everyone.as_ref().map(line),
        }
    }

    /// The line that a department is in: its own, else that of its faculty's small departments.
    pub(super) fn of_department(&self, code: &str) -> Option<&Line> {
        let holds = |line: &&Line| line.holds.iter().any(|held| held == code);
        let own = |line: &&Line| line.group == code && !line.is_rolled_up();
        let mut lines = self.lines.iter();
        let found = lines.find(own).or_else(|| self.lines.iter().find(holds));
        found.filter(|line| !line.is_rolled_up())
    }

    /// Everyone; the one group that shows figures where there is no other.
    pub(super) fn university(&self) -> Option<&Line> {
        let mut shown = self.lines.iter().filter(|line| !line.is_rolled_up());
        self.everyone.as_ref().or_else(|| shown.next())
    }

    /// The departments whose people are in a line; none in a crossing's.
    pub(super) fn members<'c>(&'c self, line: &'c Line) -> Vec<&'c str> {
        let is_everyone = line.group == EVERYONE;
        let own = std::iter::once(line).filter(|_| !is_everyone);
        let lines = own.chain(self.behind(line));
        lines.flat_map(Line::departments).collect()
    }

    /// The lines that the line of everyone is the sum of; none of any other.
    pub(super) fn behind<'c>(&'c self, line: &Line) -> Vec<&'c Line> {
        let is_everyone = line.group == EVERYONE;
        let shown = self.lines.iter();
        shown.filter(|own| is_everyone && own.shows()).collect()
    }

    /// Where a code or class stands.
    pub(super) fn place(&self, code: &str) -> Option<usize> {
        self.codes.iter().position(|known| known == code)
    }
}

impl Line {
    /// Whether it is only there to say that its group is too small.
    pub(super) fn is_rolled_up(&self) -> bool {
        self.base == Figure::Withheld(Reason::RolledUp)
    }

    /// Takes every figure of its answers away; rolled-up lines have none.
    pub(super) fn withhold(&mut self, reason: Reason) {
        if self.is_rolled_up() {
            return;
        }
        for figure in &mut self.cells {
            *figure = Figure::Withheld(reason);
        }
        for percent in &mut self.percents {
            *percent = Value::Withheld(reason);
        }
        for (_, figure) in &mut self.missing {
            *figure = Figure::Withheld(reason);
        }
    }

    /// Whether everyone is in a figure that it shows: a code that is not listed is one that it does not.
    pub(super) fn tells_all(&self) -> bool {
        let is_asked =
            |kind: &Missing| !matches!(kind, Missing::NotInVersion | Missing::NotRelevant);
        let kinds: Option<Vec<(bool, u64)>> = self
            .missing
            .iter()
            .map(|(kind, figure)| Some((is_asked(kind), figure.count()?)))
            .collect();
        let codes: Option<u64> = self.cells.iter().map(|figure| figure.count()).sum();
        let (Some(kinds), Some(codes), Some(base)) = (kinds, codes, self.base.count()) else {
            return false;
        };
        let missing: u64 = kinds
            .iter()
            .filter(|(asked, _)| *asked)
            .map(|(_, count)| count)
            .sum();
        codes + missing >= base
    }

    /// Whether it shows figures: one that does not withholds its kinds of missing too.
    pub(super) fn shows(&self) -> bool {
        let mut kinds = self.missing.iter();
        kinds.any(|(_, figure)| figure.count().is_some())
    }

    fn departments(&self) -> impl Iterator<Item = &str> {
        let held = self.holds.iter().map(String::as_str);
        held.chain(self.holds.is_empty().then_some(self.group.as_str()))
    }

    /// How many gave a kind of missing.
    pub(super) fn missing(&self, kind: Missing) -> Option<Figure> {
        let mut kinds = self.missing.iter();
        kinds.find_map(|(known, figure)| (*known == kind).then_some(*figure))
    }
}

/// The exact counts of some departments together.
fn exact(figures: &Figures<Statistical>, members: &[&str]) -> Option<RawRow> {
    let raw = figures.tables.first()?;
    let mut sum = RawRow::default();
    for ((code, _), counts) in figures.groups.iter().zip(&raw.rows) {
        if members.contains(&code.as_str()) {
            sum.join(counts);
        }
    }
    Some(sum)
}

/// How many of a crossing's line answered, exactly.
fn answered_in(figures: &Figures<Statistical>, members: &[String], line: &Line) -> u64 {
    let Some(cross) = &figures.cross else {
        return 0;
    };
    let is_meant = |code: &str| match cross.within.as_deref() {
        Some(within) => within == code,
        None => members.iter().any(|member| member == code),
    };
    let is_of = |group: &String| match line.holds.as_slice() {
        [] => *group == line.group,
        holds => holds.contains(group),
    };
    let departments = figures.groups.iter().zip(&cross.slices);
    let meant = departments.filter(|((code, _), _)| is_meant(code));
    let rows = meant.flat_map(|(_, slices)| slices.iter().enumerate());
    let rows = rows.filter(|(at, _)| is_of(&cross.by.group(*at)));
    rows.map(|(_, row)| row.answered).sum()
}

/// Those who answered, where the line shows enough to tell.
fn answered(line: &Line) -> Option<u64> {
    let mut answered = line.base.count()?;
    for (kind, figure) in &line.missing {
        if !matches!(kind, Missing::NotInVersion | Missing::NotRelevant) {
            // Rounded kinds of missing may be more than the base together.
            answered = answered.saturating_sub(figure.count()?);
        }
    }
    Some(answered)
}
