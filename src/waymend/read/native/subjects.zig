//! Whose a mention is: the writer's, or somebody's that the text tells of (subjects.py).
const std = @import("std");
const t = @import("types.zig");
const stems = @import("stems.zig");
const narrator = @import("narrator.zig");
const roles = @import("roles.zig");
const Narrator = narrator.Narrator;
const reachOf = @import("reach.zig").reachOf;
const Reader = @import("reader.zig").Reader;
const Sex = narrator.Sex;
const after_my = narrator.after_my;
const bare = narrator.bare;
const sexOf = narrator.sexOf;

const several = 2; // signs of somebody else's body in a text that tells of no other
const least_name = 3; // letters of a name
const telling: t.Bits = @bitCast(t.Flags{ .writer = true, .patient = true, .third = true, .self = true, .returns = true });
const noticed: t.Bits = telling | @as(t.Bits, @bitCast(t.Flags{ .kin = true, .offspring = true }));
const handed = 3; // tokens from what was given to whom: "gave Narcan to his friend"
const right_after_my = 2; // of a relative who only tells: "my boyfriend says he hears voices"
const after_i = 3; // tokens after "I" within which he says what he did or saw

/// Where somebody was named: by a cue somebody else, without one the writer.
/// until: the token up to which that holds.
/// seeing: the writer says what he did or saw: "when I pressed it".
/// role: by what he is to the patient: "donor", "source".
const Mark = struct { n: u32, other: ?t.Cue, until: u32, seeing: bool = false, role: bool = false };

/// Somebody who was named: "her son Daniel".
const Named = struct { name: []const u8, sex: Sex };

/// Who has been named so far in one text.
pub const Who = struct {
    by: *const Reader,
    a: t.Allocator,
    found: t.Tokens,
    list: []const t.Token,
    tells: Narrator,
    clinical: bool, // it is a note: its narrator says so, or a heading
    kin: bool = false, // somebody was named, whom "he" and "she" are
    kin_sex: Sex = .unknown,
    sexes: std.EnumSet(Sex) = .initEmpty(), // of those who were named
    mine: bool = false, // somebody of the writer's was named
    opened: bool = false, // the text begins with somebody else
    writer: bool = false,
    not_other: bool = false, // "not me"
    pronoun: ?u32 = null,
    owned: bool = false, // the last sentence named the patient last
    child: bool = false, // a child of the patient's was named, who is "the boy" after that
    goes_on: Sex = .unknown, // the sex of the one of whom alone the last sentence told
    role: bool = false, // who was named by what he is to the patient
    family: bool = false, // the sentence stands under a family history
    names: std.ArrayListUnmanaged(Named) = .empty,
    // of the sentence being looked at
    start: u32 = 0,
    end: u32 = 0,
    marks: std.ArrayListUnmanaged(Mark) = .empty,
    named: std.ArrayListUnmanaged(t.Cue) = .empty,

    pub fn init(a: t.Allocator, by: *const Reader, found: t.Tokens, seen: t.Seen) t.Failed!Who {
        const tells = try Narrator.init(a, by, found, seen);
        return .{ .by = by, .a = a, .found = found, .list = found.list, .tells = tells, .clinical = tells.clinical };
    }

    /// The sex of somebody who is named by a cue.
    fn sexNamed(who: *const Who, cue: t.Cue) Sex {
        for (cue.first..cue.last) |n| {
            const word = bare(who.by, who.found, n);
            if (word.kin and sexOf(word) != .unknown) return sexOf(word);
        }
        return .unknown;
    }

    /// The name that follows a word for somebody: "her son Daniel", "his partner, Liam, injects".
    fn nameAfter(who: *const Who, last: u32, end: u32) []const u8 {
        const list = who.list;
        if (list[last].possessive) return ""; // "her son's Subutex"
        var n = last + 1;
        if (n + 2 < end and list[n].sign == ',' and list[n + 2].in(",)")) n += 1;
        if (n >= end or list[n].len < least_name or !list[n].isWord()) return "";
        const flags = list[n].flags;
        if (flags.verbs or flags.returns or flags.subjects or flags.clinical or flags.kin) return "";
        const word = who.found.word(n);
        const written = who.found.slice(n, n + 1);
        if (written.len != word.len or written[0] == word[0] or !std.mem.eql(u8, written[1..], word[1..])) return "";
        return nameOf(word);
    }

    fn nameOf(word: []const u8) []const u8 {
        return if (std.mem.endsWith(u8, word, "'s")) word[0 .. word.len - 2] else word;
    }

    /// Who has the name of a token.
    fn byName(who: *const Who, n: u32) ?Named {
        if (who.names.items.len == 0 or !who.list[n].isWord()) return null;
        const word = nameOf(who.found.word(n));
        var left = who.names.items.len;
        while (left > 0) {
            left -= 1;
            if (std.mem.eql(u8, who.names.items[left].name, word)) return who.names.items[left];
        }
        return null;
    }

    /// Whether a word is one of those from whom something came, also "clients".
    fn isSource(who: *const Who, n: u32) bool {
        if (!who.tells.exposed or !who.list[n].isWord()) return false;
        var buffer: stems.Buffer = undefined;
        const word = stems.without(who.found.word(n), &buffer) orelse return false;
        const id = who.by.words.ids.get(narrator.withoutS(word)) orelse return false;
        return who.by.word(id).flags.sources;
    }

    /// Where the bracket closes that a token opens.
    fn bracketEnd(who: *const Who, n: u32, end: u32) u32 {
        for (n + 1..end) |m| if (who.list[m].sign == ')') return @intCast(m);
        return end;
    }

    /// Whether a word speaks of somebody who was named before: "the boy", "the older boy".
    fn isOfBefore(who: *const Who, n: u32) bool {
        for (who.list[n -| 2..n]) |token| if (token.id == .the) return true;
        return false;
    }

    fn verbAfter(who: *const Who, n: u32, end: u32) u32 {
        for (n + 1..end) |m| if (who.list[m].flags.verbs) return @intCast(m);
        return end;
    }

    fn isCalledAbout(who: *const Who, n: u32) bool {
        if (who.tells.called_about.len == 0) return false;
        var buffer: stems.Buffer = undefined;
        const word = stems.without(who.found.word(n), &buffer) orelse return false;
        return std.mem.eql(u8, narrator.withoutS(word), who.tells.called_about);
    }

    /// Say of each draft of a sentence whose it is.
    pub fn attribute(who: *Who, drafts: []t.Draft, cues: []const t.Cue, start: u32, end: u32) t.Failed!void {
        const list = who.list;
        who.start = start;
        who.end = end;
        who.marks.clearRetainingCapacity();
        who.named.clearRetainingCapacity();
        for (cues) |c| if (c.kind == .other) try who.named.append(who.a, c);
        if (who.tells.exposed and start > 1 and list[start - 1].sign == ':' and list[start - 2].flags.sources) { // "Client: hep C."
            who.kin = true;
            try who.marks.append(who.a, .{ .n = start, .other = .{ .kind = .other, .first = start - 2, .last = start - 1 }, .until = end });
        } else if (start > 1 and list[start - 1].sign == ':') switch (who.tells.roles.of(who.by, who.found, start - 2)) { // "Baby: jittery."
            .other, .baby => try who.marks.append(who.a, .{ .n = start, .other = .{ .kind = .other, .first = start - 2, .last = start - 1 }, .until = end, .role = true }),
            .own => try who.marks.append(who.a, who.thePatient(start)), // "Donor: had cellulitis last year. OK to donate."
            else => {},
        };
        who.family = for (drafts) |d| {
            if (d.section == .family) break true;
        } else false;
        const tells = &who.tells;
        const any = who.named.items.len > 0 or tells.served != null or tells.called_about.len > 0 or tells.opened != .none or tells.exposed or tells.roles.any();
        for (start..end) |at| {
            const n: u32 = @intCast(at);
            const token = &list[n];
            const said = @as(t.Bits, @bitCast(token.flags)) | @as(t.Bits, @bitCast(token.plain));
            if (said & noticed == 0 and !token.possessive and token.id != .own and !any and who.names.items.len == 0) continue; // it is nobody
            const named = bare(who.by, who.found, n);
            if (named.kin) {
                who.sexes.insert(sexOf(named));
                if (!who.clinical and narrator.isMy(list, @max(n -| right_after_my, start), n)) who.mine = true;
            }
            if (try who.markAt(n)) |mark| try who.marks.append(who.a, mark);
        }
        const marks = who.marks.items;
        who.owned = marks.len > 0 and marks[marks.len - 1].other == null;
        if (marks.len > 0) {
            const others = for (marks) |mark| {
                if (mark.other == null) break false;
            } else true;
            who.goes_on = if (others and narrator.isFirst(list, start, marks[0].n)) who.kin_sex else .unknown;
            who.role = for (marks) |mark| {
                if (!mark.role) break false;
            } else narrator.isFirst(list, start, if (marks[0].other) |other| @max(other.first, start) else end);
        }
        for (drafts) |*draft| who.say(draft);
        for (drafts) |*draft| if (draft.other == null and who.by.about(draft.about).done_in) { // the "gave 2 doses" of "gave 2 doses of naloxone to the housemate"
            for (drafts) |d| if (d.about == draft.about and d.other != null and d.first < draft.last and draft.first < d.last) {
                draft.other = d.other;
                break;
            };
        };
    }

    /// The patient or the writer.
    fn thePatient(who: *const Who, n: u32) Mark {
        return .{ .n = n, .other = null, .until = who.end };
    }

    fn another(who: *const Who, n: u32) Mark {
        return .{ .n = n, .other = .{ .kind = .other, .first = n, .last = n + 1 }, .until = who.end };
    }

    /// Who is named by a word: the first that it can be.
    fn markAt(who: *Who, n: u32) t.Failed!?Mark {
        const list = who.list;
        const token = list[n];
        const word = token.plain;
        var role: roles.Role = if (who.family) .none else who.tells.roles.of(who.by, who.found, n);
        if (role == .baby) role = if (token.possessive or who.opens(n)) .other else .none;
        if (role == .own or who.tells.served == n or who.isCalledAbout(n) or (who.tells.opened != .none and token.id == who.tells.opened)) return who.thePatient(n);
        if (role == .other) return who.markRole(n, .unknown);
        if (who.namedAt(n)) |cue| return who.markNamed(n, cue);
        if (who.clinical and word.kin and n + 1 < who.end and list[n + 1].sign == '(') { // "lives with brother (IVDU, on Suboxone)"
            who.kin = true;
            var found = who.another(n);
            found.until = who.bracketEnd(n + 1, who.end);
            return found;
        }
        if (who.byName(n)) |called| return who.markCalled(n, called.sex);
        if (who.isSource(n)) return who.markRole(n, who.kin_sex); // "pricked by a client's needle. Client injects"
        if (who.tells.exposed and word.workers and !(n > who.start and isThrough(list[n - 1]))) return who.thePatient(n);
        if (who.child and who.clinical and word.offspring and who.isOfBefore(n)) return who.another(n); // "her son was removed. The boy swallowed methadone"
        if (@as(t.Bits, @bitCast(word)) & telling == 0 and token.id != .own) return null;
        if (word.writer) return who.markWriter(n);
        const after = n > who.start;
        if (word.patient) return if (who.isOneToo(n) or who.isOfRole(n)) null else who.thePatient(n);
        if (token.id == .own and after and who.clinical and (list[n - 1].flags.third or who.isOfOwn(n))) return who.markOwn(n);
        if (word.returns and who.clinical and after and list[n - 1].sign == ',') return who.thePatient(n); // "her brother died of an overdose, wants help to stop"
        if (word.self and who.clinical and (!who.tells.calls or who.isNextTo(n))) return who.markSelf(n);
        return if (word.third) who.markThird(n) else null;
    }

    /// Somebody who is named by a cue, at its last word.
    fn markNamed(who: *Who, n: u32, cue: t.Cue) t.Failed!?Mark {
        if (n != cue.last - 1) return null;
        var source = false;
        for (cue.first..cue.last) |m| {
            if (!who.family and who.tells.roles.of(who.by, who.found, m) == .own) return who.thePatient(n); // "donor HCV NAT reactive", of a donor
            source = source or who.list[m].id == .source;
        }
        who.kin = true;
        who.kin_sex = who.sexNamed(cue);
        for (who.list[cue.first..cue.last]) |each| who.child = who.child or each.flags.offspring;
        const name = who.nameAfter(n, who.end);
        if (name.len > 0) try who.names.append(who.a, .{ .name = name, .sex = who.kin_sex });
        who.opened = who.opened or cue.first == 0;
        if ((n <= 1 or narrator.isMy(who.list, @max(n -| after_my, who.start), n)) and !narrator.hasDied(who.list, n)) who.mine = who.mine or !who.clinical;
        return .{ .n = n, .other = if (who.both(cue, who.start)) null else cue, .until = if (who.clinical) reachOf(who, cue) else who.end, .role = source };
    }

    /// Somebody who was named before, and whom "he" or "she" is from here on.
    fn markCalled(who: *Who, n: u32, sex: Sex) Mark {
        who.kin = true;
        who.kin_sex = sex;
        return who.another(n);
    }

    /// Somebody who is named by what he is to the patient: "donor", "source".
    fn markRole(who: *Who, n: u32, sex: Sex) Mark {
        var found = who.markCalled(n, sex);
        found.role = true;
        return found;
    }

    /// Whether a sentence begins with somebody: "Baby jittery", "The baby is well".
    fn opens(who: *const Who, n: u32) bool {
        for (who.list[who.start..n]) |token| if (token.isWord()) switch (token.id) {
            .the, .her, .their, .male, .female, .term => {},
            else => return false,
        };
        return true;
    }

    /// Whether the baby is named, in a note of its mother.
    fn isOfBaby(who: *const Who, other: t.Cue) bool {
        return who.tells.roles.maternal and bare(who.by, who.found, other.last - 1).newborn;
    }

    /// "The index patient", "source patient": somebody else, who was named by the word before.
    fn isOfRole(who: *const Who, n: u32) bool {
        const marks = who.marks.items;
        return marks.len > 0 and marks[marks.len - 1].role and marks[marks.len - 1].n + 1 == n;
    }

    /// Before a worker who was not hurt: "source contacted through dentist".
    fn isThrough(token: t.Token) bool {
        return token.id == .by or token.id == .through or token.id == .via;
    }

    fn markWriter(who: *Who, n: u32) ?Mark {
        const token = who.list[n];
        const marks = who.marks.items;
        const light = !token.plain.subjects or who.sees(n, who.start, who.end);
        if (who.clinical and marks.len > 0 and marks[marks.len - 1].other != null and light) return null; // "his late wife, he tells me"
        if (token.flags.mine and who.ofKin(n, who.end)) return null;
        who.writer = true;
        who.not_other = who.not_other or (token.plain.me and n > who.start and who.list[n - 1].id == .not);
        var found = who.thePatient(n);
        found.seeing = who.sees(n, who.start, who.end);
        return found;
    }

    /// The patient's, but for what a relative says of her own: "wife reports her own DVT".
    fn markOwn(who: *Who, n: u32) Mark {
        const sex = sexOf(who.list[n - 1].flags);
        if (sex != .unknown and sex != who.tells.sex) for (who.start..n) |m| {
            const word = bare(who.by, who.found, m);
            if (word.kin and sexOf(word) == sex) return who.markCalled(n, sex);
        };
        return who.thePatient(n);
    }

    /// Whether the patient is gone on about after somebody else: "spoke of a brother's overdose, and of own six years clean".
    fn isOfOwn(who: *const Who, n: u32) bool {
        if (who.list[n - 1].flags.joins) return true;
        return n > who.start + 1 and who.list[n - 1].flags.leads and who.list[n - 2].flags.joins;
    }

    /// "Partner, also our patient, has hepatitis C": somebody else who is a patient.
    fn isOneToo(who: *const Who, n: u32) bool {
        var m = @max(n -| 2, who.start + 1);
        while (m < n) : (m += 1) {
            const id = who.list[m].id;
            if (who.list[m - 1].id == .also and (id == .a or id == .our or id == .my or id == .another)) return true;
            if (id == .a and who.isNextTo(m - @intFromBool(who.list[m - 1].flags.self))) return true;
        }
        return false;
    }

    /// Whether nothing but light words stands between a word and somebody who is named before it: "mother herself", "the father, who attends, is himself".
    fn isNextTo(who: *const Who, n: u32) bool {
        const marks = who.marks.items;
        if (marks.len == 0 or marks[marks.len - 1].other == null) return false;
        const between = who.list[@min(marks[marks.len - 1].n + 1, n)..n];
        var all = true;
        var asked = false;
        for (between) |token| {
            all = all and isLight(token);
            asked = asked or token.id == .who;
        }
        return all or (asked and isLight(between[between.len - 1]));
    }

    fn isLight(token: t.Token) bool {
        return switch (token.id) {
            .who, .is, .was, .has, .had, .been, .also, .are, .were => true,
            else => token.in(",-("),
        };
    }

    /// "Mother herself injects", "brother says he himself": a relative, else the patient.
    fn markSelf(who: *Who, n: u32) Mark {
        const list = who.list;
        const sex = sexOf(list[n].plain);
        if (who.isNextTo(n) and (sex == .unknown or who.kin_sex == .unknown or sex == who.kin_sex)) return who.markCalled(n, who.kin_sex);
        const patients = who.tells.sex;
        if (sex != .unknown and patients != .unknown and patients != sex and who.sexes.contains(sex)) return who.markCalled(n, sex); // "his mother, who attends with him, is herself in recovery"
        const anew = n > who.start + 1 and list[n - 1].flags.third and list[n - 2].flags.joins; // "her flatmate still injects and she herself relapsed"
        if (anew and sex != .unknown and sex == patients and sex != who.kin_sex) return who.thePatient(n);
        if (n > 0 and list[n - 1].flags.third) for (list[who.start..n]) |before| {
            const other = sexOf(before.flags);
            if (before.flags.kin and (sex == .unknown or other == .unknown or other == sex)) return who.markCalled(n, who.kin_sex);
        };
        return who.thePatient(n);
    }

    /// "He" or "she": the patient or somebody else, by whom it can be.
    fn markThird(who: *Who, n: u32) ?Mark {
        const token = who.list[n];
        const word = token.plain;
        if (who.pronoun == null) who.pronoun = n;
        const patients = who.tells.sex;
        const known = !who.tells.calls or (patients != .unknown and patients == sexOf(word));
        const sex: Sex = if (who.clinical and known) sexOf(word) else .unknown;
        if (sex != .unknown and (patients == .unknown or patients == sex) and who.kin_sex != .unknown and who.kin_sex != sex) {
            var found = who.thePatient(n); // "her boyfriend injects, she does not", "the aunt who raised him had sepsis"
            if (!word.subjects) found.until = who.verbAfter(n, who.end);
            return found;
        }
        if (sex != .unknown and patients != .unknown and patients != sex and who.kin and who.kin_sex == .unknown) who.kin_sex = sex; // "his partner says she saw him inject": she is his partner
        const first = narrator.isFirst(who.list, who.start, n);
        if (sex != .unknown and who.role and first and sex != patients) return who.markRole(n, sex); // "Source patient known HIV positive; he injects"
        const goes_on = patients == .unknown and sex == who.goes_on and first;
        const goes = n + 1 < who.end and who.list[n + 1].timed.doing; // "her partner ... as he is HIV positive"
        const of_another = patients != .unknown and patients != sex and (who.sexes.contains(sex) or ((token.id == .him or token.id == .her or goes) and sex == who.kin_sex));
        if (sex != .unknown and (goes_on or of_another)) return who.markCalled(n, sex); // "Baby well. Mother injects. She has hepatitis C.", "his wife has hepatitis C. She was treated."
        const marks = who.marks.items;
        const owns = n > who.start and n + 1 < who.end and who.list[n - 1].flags.leads and who.list[n + 1].isWord(); // "in bed with her leg uncovered"
        const object = (token.id == .him or token.id == .her) and !owns; // "she gave him naloxone"
        const of_patient = marks.len > 0 and !object and for (marks) |mark| {
            if (!who.isPatient(mark, sex)) break false;
        } else true;
        const told = who.kin and !(who.clinical and (of_patient or marks.len == 0));
        return if (told or (who.tells.told and !who.clinical)) who.another(n) else null;
    }

    /// Whether "he" may be the patient of a mark: "patient has a DVT too, but hers followed", not "both treated, he here and she elsewhere".
    fn isPatient(who: *const Who, mark: Mark, sex: Sex) bool {
        if (mark.other != null) return false;
        const given = sexOf(who.list[mark.n].plain);
        return given == .unknown or given == sex;
    }

    fn say(who: *const Who, draft: *t.Draft) void {
        draft.by_kin = for (who.list[draft.first..draft.last]) |token| {
            if (token.flags.kin) break true;
        } else false;
        const owner = if (who.by.about(draft.about).courses) narrator.ownerOf(who.by, who.found, draft.first) else null;
        draft.way.family = owner orelse draft.way.family;
        for (who.marks.items) |mark| {
            if (mark.n >= draft.last) break;
            if (draft.first >= mark.until) continue;
            if (mark.other != null and who.isClosed(mark.n, draft.first)) continue;
            draft.other = mark.other;
            draft.own = mark.other == null and !mark.seeing;
        }
        draft.other = owner orelse draft.other;
        const at = draft.last - @intFromBool(who.list[draft.last - 1].id == .to);
        if (draft.other == null and at < who.list.len and who.list[at].id == .to and who.by.about(draft.about).done_in) {
            for (who.marks.items) |mark| if (mark.other != null and at < mark.n and mark.n <= at + handed) { // "gave her own Narcan to Pt B"
                draft.other = mark.other;
                break;
            };
        }
        if (draft.other == null and draft.last < who.list.len and who.list[draft.last].sign == ':' and who.by.about(draft.about).ordered) {
            for (who.marks.items) |mark| if (draft.last < mark.n and mark.n <= draft.last + handed) { // "HCV: partner positive"
                draft.other = mark.other;
                break;
            };
        }
        if (draft.other != null and who.by.about(draft.about).ordered and who.isOwnTest(draft)) draft.other = null;
        if (draft.way.planned != null) if (draft.other) |other| if (who.isOfBaby(other)) {
            draft.other = null; // "baby obs for sepsis", in a note of its mother
        };
        if (draft.own and draft.section == .family) draft.section = .now; // "FH: no clots. Patient had a DVT in 2020."
        if (draft.way.family) |family| {
            if (family.kind != .other) {
                draft.other = family;
            } else if (draft.other == null) draft.way.family = null;
        }
    }

    /// Whether a test is asked for of the patient, once what somebody else has is told: "husband has hep B; check her HBV serology".
    fn isOwnTest(who: *const Who, draft: *const t.Draft) bool {
        if (draft.way.tests == null) return false;
        var left = who.marks.items.len;
        const named = while (left > 0) {
            left -= 1;
            const mark = who.marks.items[left];
            if (mark.other != null and mark.n < draft.first) break mark.n;
        } else return true;
        return t.holds(who.list, ",;:>.", @min(named + 2, draft.first), draft.first);
    }

    /// Whether the writer only says what he did or saw: "I've counted", "when I grabbed", "who I am".
    fn sees(who: *const Who, n: u32, start: u32, end: u32) bool {
        const list = who.list;
        if (list[n].flags.mine or list[n].flags.me) return false;
        if (n > start and list[n - 1].id == .who) return true;
        for (n + 1..@max(n + 1, @min(n + after_i + 1, end))) |m| if (list[m].flags.observes) return true;
        return false;
    }

    /// Whether the bracket in which somebody is named is closed before a mention: "(took roommate's 200 mg), naloxone given".
    fn isClosed(who: *const Who, n: u32, first: u32) bool {
        if (n >= first) return false;
        var depth: i32 = 0;
        for (who.list[n + 1 .. first]) |token| {
            if (token.sign == '(') depth += 1;
            if (token.sign == ')') depth -= 1;
            if (depth < 0) return true;
        }
        return false;
    }

    fn namedAt(who: *const Who, n: u32) ?t.Cue {
        var left = who.named.items.len;
        while (left > 0) {
            left -= 1;
            const c = who.named.items[left];
            if (c.first <= n and n < c.last) return c;
        }
        return null;
    }

    /// "Me and my brother", "he and his partner both inject": the writer or the patient too.
    fn isJoined(who: *const Who, token: t.Token) bool {
        const of_note = token.flags.patient or (token.flags.third and token.flags.subjects);
        return token.flags.writer or (who.clinical and of_note);
    }

    /// Whether somebody is named together with the writer or the patient.
    fn both(who: *const Who, cue: t.Cue, start: u32) bool {
        for (@max(cue.first -| 2, start)..cue.first) |m| {
            if (m > start and who.list[m].flags.joins and who.isJoined(who.list[m - 1])) return true;
        }
        return false;
    }

    fn ofKin(who: *const Who, n: u32, end: u32) bool {
        if (who.named.items.len == 0) return false;
        for (n + 1..@max(n + 1, @min(n + after_my + 1, end))) |m| if (who.namedAt(@intCast(m)) != null) return true;
        return false;
    }

    /// Whether the text is about somebody of the writer's; adds a draft that says so where only "she" does.
    pub fn ofAnother(who: *const Who, drafts: *std.ArrayListUnmanaged(t.Draft), clinical: bool) t.Failed!bool {
        if (clinical or who.clinical) return false;
        const by_pronoun = !who.kin and who.pronoun != null;
        if (who.not_other) return false;
        var own: u32 = 0;
        var other: u32 = 0;
        var needing: u32 = 0;
        var unsaid: u32 = 0;
        var of_writer = false;
        var in_danger = false; // somebody else, now
        for (drafts.items) |d| {
            if (d.section != .now or d.way.negated != null) continue;
            const about = who.by.about(d.about);
            if (d.other != null and d.way.historical == null and (about.in_need or (who.writer and who.tells.of_one and (about.injecting or about.routed)))) needing += 1;
            if (d.way.planned != null) continue;
            in_danger = in_danger or (d.other != null and d.way.historical == null and about.at_once);
            of_writer = of_writer or (d.own and d.other == null) or (about.of_the_writer and about.injecting); // sharing is done by whoever writes
            if (about.seen) {
                other += @intFromBool(!d.own or d.other != null);
            } else if (about.body) {
                own += @intFromBool(d.own);
                other += @intFromBool(d.other != null);
                unsaid += @intFromBool(d.other == null and !d.own);
            }
        }
        const opened = who.opened and other >= several and other > own; // "The man next door has a hot swollen leg and a fever"
        if (!who.writer or !of_writer or who.tells.introduced) other += needing;
        const about_other = opened or (who.tells.told and other >= several and other > own); // "Guy in the car park held his head, he can't see": a stranger, too
        const only_other = own == 0 and unsaid == 0 and in_danger; // "Two people in the squat are not waking up": nobody else is told of
        if (!(who.mine or about_other or only_other or by_pronoun)) return false;
        if (!((other > 0 and other >= own) or (own == 0 and !who.writer and unsaid > 0))) return false;
        if (by_pronoun) {
            const told = who.by.loved_one;
            const n = who.pronoun.?;
            try drafts.append(who.a, .{ .about = told.about, .option = told.option, .first = n, .last = n + 1, .way = .{}, .section = .now, .by_kin = true });
        }
        return true;
    }
};
