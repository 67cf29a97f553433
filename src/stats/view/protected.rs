//! What statistical views ask of a frame: counts, shares, sums and means that have passed the profile.
//!
//! A view of the statistical door reads figures from here and from nowhere else. Exact counts go in;
//! what comes out is a [`Figure`] or a [`Value`] that may be published. Percentages follow HESA
//! ("Services Standard Rounding Methodology", docs/rules.md §8.1): to the whole, none of fewer than 22.5 people.
//! They are worked out from what the table shows, but under `minimum-n`, whose figures are exact.

use rust_decimal::Decimal;

use crate::survey::model::Profile;

use super::super::count::Figures;
use super::super::door::Statistical;
use super::super::material::Material;
use super::super::protect::{Protection, hesa};
use super::super::table::{Figure, Reason, Table};
use super::classes::{self, Class};
pub(super) use super::counted::{Counted, Line};
use super::counted::{answered, exact, exact_across, surely_answered};
use super::percents::Together;
use super::{About, Block, Crossings, Name, Value, View, about, classed, flags, reader};
use crate::survey::comparators::Comparator;

/// A frame of the statistical door with the profile that every figure passes.
#[derive(Clone, Copy)]
pub(super) struct Protected<'a> {
    pub(super) material: &'a Material<'a, Statistical>,
    protection: Protection,
    pub(super) crossings: &'a Crossings,
    /// Published figures that shares of ours are set beside.
    pub(super) comparators: &'a [Comparator],
}

impl<'a> Protected<'a> {
    pub(super) const fn new(
        material: &'a Material<'a, Statistical>,
        protection: Protection,
        crossings: &'a Crossings,
        comparators: &'a [Comparator],
    ) -> Self {
        Self {
            material,
            protection,
            crossings,
            comparators,
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

    /// A worked-out variable, of which nothing is published but these classes.
    pub(super) fn derived(self, id: &str, classes: &[Class<'_>]) -> Option<Counted> {
        if self.protection == Protection::Suppress {
            return self.in_classes(id, classes);
        }
        let figures = classes::count(self.count(id)?, self.material.frame, classes);
        Some(Counted::of(&self.table(&figures)?))
    }

    /// A variable's exact figures, and what is shown of each code.
    pub(super) fn by_code(self, id: &str) -> Option<(Figures<Statistical>, Counted)> {
        let figures = self.count(id)?;
        let counted = Counted::of(&self.table(&figures)?);
        Some((figures, counted))
    }

    fn count(self, id: &str) -> Option<Figures<Statistical>> {
        let mut figures = self.material.frame.count_only(id);
        figures.tables.retain(|table| table.id == id);
        (!figures.is_empty()).then_some(figures)
    }

    fn table(self, figures: &Figures<Statistical>) -> Option<Table> {
        let published = figures.protect(self.protection).ok()?;
        published.tables().first().cloned()
    }

    fn by_department(self, id: &str, classes: Option<&[Class<'_>]>) -> Option<Counted> {
        let (figures, mut counted) = self.protect(self.count(id)?, classes)?;
        let arity = figures.tables.first()?.arity;
        let wanted = classes.filter(|_| self.protection == Protection::Hesa);
        let by_code = wanted.map(|_| counted.clone());
        if let Some(wanted) = wanted {
            let known = classed::by_department(self, id, &figures, &counted);
            let cells = counted.lines.iter().chain(&counted.everyone).map(|line| {
                let of = |class: &Class<'_>| known.figure(class, &counted.codes, line);
                wanted.iter().map(of).collect()
            });
            let cells: Vec<Vec<Figure>> = cells.collect();
            counted.put(wanted, cells);
        }
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
        let members = self.shown_departments(id)?;
        let members: Vec<&str> = members.iter().map(String::as_str).collect();
        let arity = figures.tables.first()?.arity;
        let (figures, mut counted) = self.protect(figures, classes)?;
        self.crossings.note(by, id, department);
        let lines = counted.lines.iter();
        let answered = lines.map(|line| match self.protection {
            Protection::Hesa => reader::surely_answered(line, arity),
            Protection::Suppress => surely_answered(line, arity),
            Protection::MinimumN => exact_across(&figures, &members, line).answered,
        });
        let answered: Vec<u64> = answered.collect();
        if let Some(wanted) = classes.filter(|_| self.protection == Protection::Hesa) {
            let cells = classed::by_codes(self, id, (&figures, &counted), wanted)?;
            counted.put(wanted, cells);
        }
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

    /// A variable by department, without the figures of groups of whom fewer than `least` answered. Where single figures
    /// are withheld, what is shown decides: the exact number would tell something of them. A group of which nothing is
    /// shown keeps its reason.
    pub(super) fn of_at_least(
        self,
        id: &str,
        classes: Option<&[Class<'_>]>,
        least: u64,
    ) -> Option<Counted> {
        let mut counted = self.by_department(id, classes)?;
        let (figures, by_code) = self.by_code(id)?;
        let arity = figures.tables.first()?.arity;
        let answered = |line: &Line| match self.protection {
            Protection::Hesa => reader::surely_answered(line, arity),
            Protection::Suppress => surely_answered(line, arity),
            Protection::MinimumN => {
                exact(&figures, &by_code.members(line)).map_or(0, |exact| exact.answered)
            }
        };
        let all: Vec<u64> = by_code.lines.iter().map(answered).collect();
        if by_code
            .everyone
            .as_ref()
            .is_some_and(|line| answered(line) < least)
        {
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
            .filter(|(line, answered)| line.tells() && **answered < least)
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

    /// The exact figures that percentages are worked out from, and what is shown of them: in classes but for rounded
    /// figures, whose classes are decided when their codes are.
    fn protect(
        self,
        figures: Figures<Statistical>,
        classes: Option<&[Class<'_>]>,
    ) -> Option<(Figures<Statistical>, Counted)> {
        let (figures, table) = match (classes, self.protection) {
            (None, _) | (_, Protection::Hesa) => {
                let table = self.table(&figures)?;
                (figures, table)
            }
            (Some(classes), Protection::MinimumN) => {
                let figures = classes::count(figures, self.material.frame, classes);
                let table = self.table(&figures)?;
                (figures, table)
            }
            (Some(classes), Protection::Suppress) => {
                let by_code = self.table(&figures)?;
                let raw = figures.tables.first()?;
                let table = classes::sum(by_code, raw.arity, classes, &raw.codes);
                (figures, table)
            }
        };
        Some((figures, Counted::of(&table)))
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
