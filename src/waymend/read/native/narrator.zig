//! Who tells a text, and of whom, as far as all its words together say: somebody of himself, a clinician, a caller, somebody at work (narrator.py).
const std = @import("std");
const t = @import("types.zig");
const stems = @import("stems.zig");
const Reader = @import("reader.zig").Reader;
const roles = @import("roles.zig");

const opening = 8; // tokens in which somebody says that he writes of those whom he looks after
pub const after_my = 4; // tokens after "my" within which a relative is the writer's
const near_work = 4; // tokens between somebody at work and what came to him: "porter, pricked by", "needlestick in a nurse"
const of_his_own = 3; // tokens from "my" within which a relative is told of: "my little brother"
const at_length = 3; // times that "he" or "she" is said
const letter = 30; // tokens of a note or letter that is known by how it is written
const died = 4; // tokens after somebody in which it is told of what he died: "has since died of"
const and_age = [_][]const u8{ ",", "(", "is", "who", "aged", "age" }; // between somebody and the age with which he is introduced

pub const Sex = enum { unknown, male, female };

pub fn sexOf(flags: t.Flags) Sex {
    return if (flags.male) .male else if (flags.female) .female else .unknown;
}

pub const Narrator = struct {
    clinical: bool, // it is a note, or a report by somebody at work
    told: bool, // by somebody who says "I"
    of_one: bool, // "My son … he … he": somebody else is told of at length, the writer hardly
    introduced: bool, // "My son is 28": whom a text begins with, and no clinician writes so
    exposed: bool, // something came from a patient to somebody at work
    calls: bool, // somebody else tells of the patient
    called_about: []const u8, // the relative whom he tells of; "" where nobody is named
    served: ?usize, // where the patient of a report is named
    opened: t.Id, // the child of whom a note tells from its first word on: "Toddler found chewing …"
    sex: Sex, // of the patient, where it is told before anybody else is named
    roles: roles.Roles, // who is who where people are named by what they are to each other

    /// Who tells a text of these words.
    pub fn init(a: t.Allocator, by: *const Reader, found: t.Tokens, seen: t.Seen) t.Failed!Narrator {
        const list = found.list;
        var clinical = seen.flags.clinical;
        if (!clinical and (seen.possessive or seen.timed.doctoring)) for (list, 0..) |*token, n| {
            clinical = clinical or (token.possessive and isOfClinic(by, found.word(n)));
            clinical = clinical or (token.timed.doctoring and n > 0 and isTeller(found.word(n - 1)));
        };
        var spoken_of: u32 = 0;
        var speaks: u32 = 0;
        if (seen.plain.third) for (list) |*token| {
            spoken_of += @intFromBool(token.plain.third);
            speaks += @intFromBool(token.plain.writer);
        };
        const told = seen.flags.writer and isTold(list);
        const heard = seen.flags.calls and !seen.flags.patient;
        const teller = if (heard) tellerOf(found) else null;
        const called = if (heard) try calledAbout(a, by, found, teller) else "";
        const calls = heard and teller == null; // else who is who is told, as in any note
        const works = role(list);
        const related = seen.flags.kin or seen.possessive; // somebody may be named
        const first = if (related) for (list, 0..) |_, n| {
            if (bare(by, found, n).kin) break n;
        } else 0 else 0;
        const introduced = isIntroduced(found, first);
        clinical = !introduced and (works != null or (clinical and !(related and isOfHisOwn(by, found))) or (related and !told and areTwo(by, found, first)) or (seen.flags.third and isWrittenOut(found)));
        const who = if (seen.flags.giver or seen.flags.index or seen.flags.patient or seen.flags.charted or seen.flags.maternal or seen.possessive) roles.Roles.init(by, found) else roles.Roles{};
        const exposed = seen.flags.exposing and isExposed(list, seen);
        return .{
            .clinical = clinical,
            .told = told,
            .of_one = spoken_of >= at_length and spoken_of > speaks,
            .introduced = introduced,
            .exposed = exposed,
            .calls = calls,
            .called_about = called,
            .served = if (exposed) null else if (works) |at| whoIsServed(by, found, at) else null,
            .opened = if (clinical and list.len > 0 and list[0].flags.offspring and !list[0].flags.young) list[0].id else .none,
            .sex = if (teller != null and sexOfNamed(by, called) != .unknown) sexOfNamed(by, called) else if (who.maternal) .female else for (list, 0..) |_, n| {
                const source = list[n].id == .source and (exposed or (n + 1 < list.len and list[n + 1].flags.sources));
                if (source or bare(by, found, n).related or who.of(by, found, n) == .other) break .unknown;
                const sex = sexAt(list, n);
                if (sex != .unknown) break sex;
            } else .unknown,
            .roles = who,
        };
    }
};

/// Whether somebody says "I" outside of quotation marks, and not only that he was told: "she tells me".
fn isTold(list: []const t.Token) bool {
    var quoted = false;
    for (list, 0..) |token, n| {
        if (token.sign == '"') {
            quoted = !quoted;
        } else if (token.plain.writer and !quoted and !(token.id == .me and n > 0 and list[n - 1].flags.tells)) return true;
    }
    return false;
}

/// Whether somebody tells of a person of his own, in whatever words: "my brother's wound has an eschar", not "my patient's husband".
fn isOfHisOwn(by: *const Reader, found: t.Tokens) bool {
    for (found.list, 0..) |_, n| {
        if (!isMy(found.list, @intCast(n), @intCast(n + 1))) continue;
        var kin = false;
        var of_a_patient = false;
        for (n + 1..@max(n + 1, @min(n + of_his_own, found.list.len))) |m| {
            const word = bare(by, found, m);
            kin = kin or word.kin;
            of_a_patient = of_a_patient or word.patient;
        }
        if (kin and !of_a_patient) return true;
    }
    return false;
}

/// Whether a text of some length tells of "him" or "her" and says neither "my" nor "me", asks nothing and shortens no word: "I do not think that he injects".
fn isWrittenOut(found: t.Tokens) bool {
    const list = found.list;
    if (list.len < letter) return false;
    for (list, 0..) |token, n| {
        if (token.plain.short or token.sign == '?') return false;
        if ((token.flags.me or token.id == .my) and !(n > 0 and list[n - 1].flags.tells)) return false;
        if (token.len > 1 and !token.possessive and std.mem.indexOfScalar(u8, found.word(n), '\'') != null) return false;
    }
    return true;
}

/// The one whom a report names first, "guy", "one of the girls".
fn whoIsServed(by: *const Reader, found: t.Tokens, works: usize) ?usize {
    for (works + 1..@max(works + 1, found.list.len)) |n| if (bare(by, found, n).served) return n;
    return null;
}

fn isTeller(word: []const u8) bool {
    return std.mem.eql(u8, word, "i") or std.mem.eql(u8, word, "we");
}

/// Where a report begins by saying who writes it: "Hostel worker here", not "my worker says".
fn role(list: []const t.Token) ?usize {
    for (list[0..@min(opening, list.len)], 0..) |token, n| {
        if (token.flags.reports) return n;
        if (token.flags.definite or token.id == .the) return null;
    }
    return null;
}

/// Whether a text begins with somebody of its writer's and an age: "my son is 28", "my partner, 36, ...".
fn isIntroduced(found: t.Tokens, n: usize) bool {
    if (n > after_my or !isMy(found.list, 0, @intCast(n))) return false;
    var at = n + 1;
    while (at < @min(n + after_my, found.list.len)) : (at += 1) {
        for (and_age) |word| {
            if (std.mem.eql(u8, found.word(at), word)) break;
        } else break;
    }
    return at < found.list.len and found.list[at].isNumber();
}

/// What is known of a word, also of "sister's".
pub fn bare(by: *const Reader, found: t.Tokens, n: usize) t.Flags {
    if (!found.list[n].possessive) return found.list[n].flags;
    const word = found.word(n);
    const id = by.words.ids.get(word[0 .. word.len - 2]) orelse return .{};
    return by.word(id).flags;
}

/// Whether no word stands before a token in its sentence.
pub fn isFirst(list: []const t.Token, start: u32, n: u32) bool {
    for (list[start..n]) |token| if (token.isWord()) return false;
    return true;
}

/// Whose treatment it is that another took: "swallowed his grandmother's Suboxone", "her mum's 30 mg methadone". first: where it is named.
pub fn ownerOf(by: *const Reader, found: t.Tokens, first: u32) ?t.Cue {
    if (first == 0) return null;
    var n = first - 1;
    while (n > 0 and (found.list[n].isNumber() or found.list[n].flags.doses)) n -= 1;
    return if (found.list[n].possessive and bare(by, found, n).related) .{ .kind = .other, .first = n, .last = n + 1 } else null;
}

/// Whether it is told of what somebody died, who is nobody to be helped: "son died of an overdose last October".
pub fn hasDied(list: []const t.Token, n: u32) bool {
    const until = @min(n + 1 + died, list.len);
    for (n + 1..@max(until, n + 2) - 1) |m| if (list[m].flags.died and list[m + 1].flags.died_of) return true;
    return false;
}

/// Whether "he" or "she" is another than those who are named: "his brother", "he and his wife", "boyfriend overdosed next to her".
fn areTwo(by: *const Reader, found: t.Tokens, first: usize) bool {
    var sexes: std.EnumSet(Sex) = .initEmpty();
    for (found.list, 0..) |_, n| {
        const word = bare(by, found, n);
        if (word.kin) sexes.insert(sexOf(word));
    }
    if (sexes.count() == 0) return false;
    for (found.list, 0..) |token, n| {
        if (token.flags.third and (n < first or !(sexes.contains(.unknown) or sexes.contains(sexOf(token.flags))))) return true;
    }
    return false;
}

/// What a word says of the sex of the one whom it names: "he", "gentleman", the F of "34F".
fn sexAt(list: []const t.Token, n: usize) Sex {
    const token = list[n];
    if (n > 0 and list[n - 1].isNumber()) {
        if (token.id == .m) return .male;
        if (token.id == .f) return .female;
    }
    return sexOf(token.plain);
}

/// Whether something came from a patient to somebody at work: "porter pricked by a needle", "needlestick in staff nurse".
fn isExposed(list: []const t.Token, seen: t.Seen) bool {
    if (seen.flags.protects) for (list) |token| if (token.id == .source) return true; // "Splash to the eye. Source contacted: hepatitis C. PEP not indicated."
    for (list) |token| {
        if (token.flags.workers) break;
        if (token.flags.sources) return false;
    }
    for (list, 0..) |token, n| {
        if (!token.flags.exposing) continue;
        var works = false;
        var heading = false;
        for (list[n -| near_work..@min(n + near_work + 1, list.len)], n -| near_work..) |around, m| {
            works = works or around.flags.workers;
            heading = heading or (m < n and around.sign == ':');
        }
        if (works and !heading) return true;
    }
    return false;
}

/// "The patient's": whether a word of a note says so.
fn isOfClinic(by: *const Reader, word: []const u8) bool {
    if (!std.mem.endsWith(u8, word, "'s")) return false;
    const id = by.words.ids.get(word[0 .. word.len - 2]) orelse return false;
    return by.word(id).flags.clinical;
}

/// The relative whom a caller or a report by somebody else is about: the child of the family, or whoever a "caller" names first.
/// Where a form says who calls: "Caller: wife. Husband has a fever".
fn tellerOf(found: t.Tokens) ?usize {
    const list = found.list;
    if (list.len > 2) for (2..list.len) |n| if (list[n].flags.related and list[n - 1].sign == ':' and list[n - 2].flags.calls) return n;
    return null;
}

fn withoutPossessive(found: t.Tokens, n: usize) []const u8 {
    const word = found.word(n);
    return if (found.list[n].possessive) word[0 .. word.len - 2] else word;
}

fn sexOfNamed(by: *const Reader, word: []const u8) Sex {
    return if (by.words.ids.get(word)) |id| sexOf(by.word(id).flags) else .unknown;
}

fn calledAbout(a: t.Allocator, by: *const Reader, found: t.Tokens, teller: ?usize) t.Failed![]const u8 {
    if (teller) |at| {
        for (found.list[at + 1 ..], at + 1..) |_, n| {
            const word = withoutPossessive(found, n);
            if (bare(by, found, n).related and !std.mem.eql(u8, word, found.word(at))) return a.dupe(u8, word);
        }
        return found.word(at);
    }
    for (found.list, 0..) |token, n| if (token.flags.young) {
        if (n > 0 and found.list[n - 1].id == .from) for (found.list[n + 1 ..], n + 1..) |other, m| { // "Call from daughter. Dad hot to touch"
            if (other.flags.related and !other.flags.young) return found.word(m);
        };
        return found.word(n);
    };
    var caller = false;
    for (found.list, 0..) |token, n| {
        caller = caller or token.id == .caller;
        if (!caller or !token.isWord()) continue;
        var buffer: stems.Buffer = undefined;
        const word = withoutS(stems.without(found.word(n), &buffer) orelse continue);
        const id = by.words.ids.get(word) orelse continue;
        if (by.word(id).flags.kin) return a.dupe(u8, word);
    }
    return "";
}

pub fn withoutS(word: []const u8) []const u8 {
    return if (std.mem.endsWith(u8, word, "s")) word[0 .. word.len - 1] else word;
}

/// Whether "my" stands among tokens.
pub fn isMy(list: []const t.Token, from: u32, to: u32) bool {
    for (list[from..to]) |token| if (token.flags.mine) return true;
    return false;
}
