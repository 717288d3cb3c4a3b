//! Whose a mention is: the writer's, or somebody's that the text tells of (subjects.py).
const std = @import("std");
const t = @import("types.zig");
const stems = @import("stems.zig");
const Reader = @import("reader.zig").Reader;

const beside = 5; // tokens before somebody in which "of" or "with" shows that he is only named beside another
const several = 2; // signs of somebody else's body in a text that tells of no other
const opening = 8; // tokens in which somebody says that he writes of those whom he looks after
const after_my = 4; // tokens after "my" within which a relative is the writer's
const least_name = 3; // letters of a name
const near_work = 4; // tokens between somebody at work and what came to him: "porter, pricked by", "needlestick in a nurse"
const telling: u128 = @bitCast(t.Flags{ .writer = true, .patient = true, .third = true, .self = true, .returns = true });
const right_after_my = 2; // of a relative who only tells: "my boyfriend says he hears voices"
const at_length = 3; // times that "he" or "she" is said
const after_i = 3; // tokens after "I" within which he says what he did or saw
const and_age = [_][]const u8{ ",", "(", "is", "who", "aged", "age" }; // between somebody and the age with which he is introduced

const Sex = enum { unknown, male, female };

fn sexOf(flags: t.Flags) Sex {
    return if (flags.male) .male else if (flags.female) .female else .unknown;
}

/// Where somebody was named: by a cue somebody else, without one the writer.
/// until: the token up to which that holds.
/// seeing: the writer says what he did or saw: "when I pressed it".
const Mark = struct { n: u32, other: ?t.Cue, until: u32, seeing: bool = false };

/// Somebody who was named: "her son Daniel".
const Named = struct { name: []const u8, sex: Sex };

/// Who has been named so far in one text.
pub const Who = struct {
    by: *const Reader,
    a: t.Allocator,
    found: t.Tokens,
    list: []const t.Token,
    clinical: bool = false,
    calls: bool = false, // somebody else tells of the patient
    called_about: []const u8 = "", // the relative whom a caller is about
    kin: bool = false, // somebody was named, whom "he" and "she" are
    kin_sex: Sex = .unknown,
    sex: Sex = .unknown, // of the patient, where it is told before
    sexes: std.EnumSet(Sex) = .initEmpty(), // of those who were named
    mine: bool = false, // somebody of the writer's was named
    writer: bool = false,
    not_other: bool = false, // "not me"
    pronoun: ?u32 = null,
    owned: bool = false, // the last sentence named the patient last
    told: bool = false, // by somebody who says "I"
    exposed: bool = false, // something came from a patient to somebody at work
    opened: t.Id = .none, // the child of whom a note tells from its first word on
    child: bool = false, // a child of the patient's was named, who is "the boy" after that
    goes_on: Sex = .unknown, // the sex of the one of whom alone the last sentence told
    names: std.ArrayListUnmanaged(Named) = .empty,
    of_one: bool = false, // somebody else is told of at length, the writer hardly
    served: ?usize = null, // where the patient of a report is named
    introduced: bool = false, // "my son is 28": whom the text begins with
    marks: std.ArrayListUnmanaged(Mark) = .empty,
    named: std.ArrayListUnmanaged(t.Cue) = .empty,

    pub fn init(a: t.Allocator, by: *const Reader, found: t.Tokens) t.Failed!Who {
        var who = Who{ .by = by, .a = a, .found = found, .list = found.list };
        var patient = false;
        var spoken_of: u32 = 0;
        var speaks: u32 = 0;
        for (found.list, 0..) |token, n| {
            spoken_of += @intFromBool(token.plain.third);
            speaks += @intFromBool(token.plain.writer);
            who.clinical = who.clinical or token.flags.clinical or isOfClinic(by, found.word(n));
            who.clinical = who.clinical or (token.timed.doctoring and n > 0 and isTeller(found.word(n - 1)));
            who.calls = who.calls or token.flags.calls;
            who.told = who.told or token.flags.writer;
            patient = patient or token.flags.patient;
        }
        who.of_one = spoken_of >= at_length and spoken_of > speaks;
        if (who.role()) |at| {
            who.clinical = true;
            who.served = for (at + 1..@max(at + 1, found.list.len)) |n| {
                if (who.bare(n).served) break n;
            } else null;
        }
        const first = for (found.list, 0..) |_, n| {
            if (who.bare(n).kin) break n;
        } else 0;
        who.clinical = who.clinical or (!who.told and who.areTwo(first));
        for (0..first) |n| {
            who.sex = who.sexAt(n);
            if (who.sex != .unknown) break;
        }
        who.exposed = who.isExposed();
        who.introduced = who.isIntroduced(first);
        who.clinical = who.clinical and !who.introduced; // no clinician writes so
        if (who.clinical and found.list.len > 0) {
            const opens = found.list[0];
            if (opens.flags.offspring and !opens.flags.young) who.opened = opens.id;
        }
        who.calls = who.calls and !patient;
        if (who.calls) who.called_about = try calledAbout(a, by, found);
        return who;
    }

    fn isTeller(word: []const u8) bool {
        return std.mem.eql(u8, word, "i") or std.mem.eql(u8, word, "we");
    }

    /// Where a report begins by saying who writes it: "Hostel worker here", not "my worker says".
    fn role(who: *const Who) ?usize {
        for (who.list[0..@min(opening, who.list.len)], 0..) |token, n| {
            if (token.flags.reports) return n;
            if (token.flags.definite or token.id == .the) return null;
        }
        return null;
    }

    /// Whether a text begins with somebody of its writer's and an age: "my son is 28", "my partner, 36, ...".
    fn isIntroduced(who: *const Who, n: usize) bool {
        if (n > after_my or !who.my(0, @intCast(n))) return false;
        var at = n + 1;
        while (at < @min(n + after_my, who.list.len)) : (at += 1) {
            for (and_age) |word| {
                if (std.mem.eql(u8, who.found.word(at), word)) break;
            } else break;
        }
        return at < who.list.len and who.list[at].isNumber();
    }

    /// What is known of a word, also of "sister's".
    fn bare(who: *const Who, n: usize) t.Flags {
        const word = who.found.word(n);
        if (!std.mem.endsWith(u8, word, "'s")) return who.list[n].flags;
        const id = who.by.words.ids.get(word[0 .. word.len - 2]) orelse return .{};
        return who.by.word(id).flags;
    }

    /// Whether "he" or "she" is another than those who are named: "his brother", "he and his wife", "boyfriend overdosed next to her".
    fn areTwo(who: *const Who, first: usize) bool {
        var sexes: std.EnumSet(Sex) = .initEmpty();
        for (who.list, 0..) |_, n| {
            const word = who.bare(n);
            if (word.kin) sexes.insert(sexOf(word));
        }
        if (sexes.count() == 0) return false;
        for (who.list, 0..) |token, n| {
            if (token.flags.third and (n < first or !(sexes.contains(.unknown) or sexes.contains(sexOf(token.flags))))) return true;
        }
        return false;
    }

    /// What a word says of the sex of the one whom it names: "he", "gentleman", the F of "34F".
    fn sexAt(who: *const Who, n: usize) Sex {
        const token = who.list[n];
        if (n > 0 and who.list[n - 1].isNumber()) {
            if (token.id == .m) return .male;
            if (token.id == .f) return .female;
        }
        return sexOf(token.plain);
    }

    /// The sex of somebody who is named by a cue.
    fn sexNamed(who: *const Who, cue: t.Cue) Sex {
        for (cue.first..cue.last) |n| {
            const word = who.bare(n);
            if (word.kin and sexOf(word) != .unknown) return sexOf(word);
        }
        return .unknown;
    }

    /// Whether something came from a patient to somebody at work: "porter pricked by a needle", "needlestick in staff nurse".
    fn isExposed(who: *const Who) bool {
        for (who.list) |token| {
            if (token.flags.workers) break;
            if (token.flags.sources) return false;
        }
        for (who.list, 0..) |token, n| {
            if (!token.flags.exposing) continue;
            var works = false;
            var heading = false;
            for (who.list[n -| near_work..@min(n + near_work + 1, who.list.len)], n -| near_work..) |around, m| {
                works = works or around.flags.workers;
                heading = heading or (m < n and around.sign == ':');
            }
            if (works and !heading) return true;
        }
        return false;
    }

    /// The name that follows a word for somebody: "her son Daniel", "his partner, Liam, injects".
    fn nameAfter(who: *const Who, last: u32, end: u32) []const u8 {
        const list = who.list;
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
        if (!who.exposed or !who.list[n].isWord()) return false;
        var buffer: stems.Buffer = undefined;
        const word = stems.without(who.found.word(n), &buffer) orelse return false;
        const id = who.by.words.ids.get(withoutS(word)) orelse return false;
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

    fn isFirst(who: *const Who, start: u32, n: u32) bool {
        for (who.list[start..n]) |token| if (token.isWord()) return false;
        return true;
    }

    fn verbAfter(who: *const Who, n: u32, end: u32) u32 {
        for (n + 1..end) |m| if (who.list[m].flags.verbs) return @intCast(m);
        return end;
    }

    /// "The patient's": likewise.
    fn isOfClinic(by: *const Reader, word: []const u8) bool {
        if (!std.mem.endsWith(u8, word, "'s")) return false;
        const id = by.words.ids.get(word[0 .. word.len - 2]) orelse return false;
        return by.word(id).flags.clinical;
    }

    /// The relative whom a caller or a report by somebody else is about: the child of the family, or whoever a "caller" names first.
    fn calledAbout(a: t.Allocator, by: *const Reader, found: t.Tokens) t.Failed![]const u8 {
        for (found.list, 0..) |token, n| if (token.flags.young) return found.word(n);
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

    fn isCalledAbout(who: *const Who, n: u32) bool {
        if (who.called_about.len == 0) return false;
        var buffer: stems.Buffer = undefined;
        const word = stems.without(who.found.word(n), &buffer) orelse return false;
        return std.mem.eql(u8, withoutS(word), who.called_about);
    }

    fn withoutS(word: []const u8) []const u8 {
        return if (std.mem.endsWith(u8, word, "s")) word[0 .. word.len - 1] else word;
    }

    /// Say of each draft of a sentence whose it is.
    pub fn attribute(who: *Who, drafts: []t.Draft, cues: []const t.Cue, start: u32, end: u32) t.Failed!void {
        const list = who.list;
        who.marks.clearRetainingCapacity();
        who.named.clearRetainingCapacity();
        for (cues) |c| if (c.kind == .other) try who.named.append(who.a, c);
        if (who.exposed and start > 1 and list[start - 1].sign == ':' and list[start - 2].flags.sources) { // "Client: hep C."
            who.kin = true;
            try who.marks.append(who.a, .{ .n = start, .other = .{ .kind = .other, .first = start - 2, .last = start - 1 }, .until = end });
        }
        for (start..end) |at| {
            const n: u32 = @intCast(at);
            const token = list[n];
            const named = who.bare(n);
            if (named.kin) {
                who.sexes.insert(sexOf(named));
                if (!who.clinical and who.my(@max(n -| right_after_my, start), n)) who.mine = true;
            }
            if (who.served == at or who.isCalledAbout(n) or (who.opened != .none and token.id == who.opened)) {
                try who.marks.append(who.a, .{ .n = n, .other = null, .until = end });
                continue;
            }
            if (who.namedAt(n)) |cue| {
                if (n != cue.last - 1) continue;
                try who.marks.append(who.a, .{ .n = n, .other = if (who.both(cue, start)) null else cue, .until = who.untilOf(cue, start, end) });
                who.kin = true;
                who.kin_sex = who.sexNamed(cue);
                for (list[cue.first..cue.last]) |each| who.child = who.child or each.flags.offspring;
                const name = who.nameAfter(n, end);
                if (name.len > 0) try who.names.append(who.a, .{ .name = name, .sex = who.kin_sex });
                if (n <= 1 or who.my(@max(n -| after_my, start), n)) who.mine = who.mine or !who.clinical;
                continue;
            }
            const word = token.plain;
            if (who.clinical and word.kin and n + 1 < end and list[n + 1].sign == '(') { // "lives with brother (IVDU, on Suboxone)"
                try who.marks.append(who.a, .{ .n = n, .other = .{ .kind = .other, .first = n, .last = n + 1 }, .until = who.bracketEnd(n + 1, end) });
                who.kin = true;
                continue;
            }
            if (who.byName(n)) |called| {
                who.kin_sex = called.sex;
                who.kin = true;
                try who.marks.append(who.a, .{ .n = n, .other = .{ .kind = .other, .first = n, .last = n + 1 }, .until = end });
                continue;
            }
            if (who.isSource(n)) { // "pricked by a client's needle. Client injects"
                try who.marks.append(who.a, .{ .n = n, .other = .{ .kind = .other, .first = n, .last = n + 1 }, .until = end });
                who.kin = true;
                continue;
            }
            if (who.exposed and word.workers) {
                try who.marks.append(who.a, .{ .n = n, .other = null, .until = end });
                continue;
            }
            if (who.child and who.clinical and word.offspring and who.isOfBefore(n)) { // "her son was removed. The boy swallowed methadone"
                try who.marks.append(who.a, .{ .n = n, .other = .{ .kind = .other, .first = n, .last = n + 1 }, .until = end });
                continue;
            }
            if (@as(u128, @bitCast(word)) & telling == 0 and token.id != .own) continue;
            if (word.writer) {
                if (who.clinical and who.marks.items.len > 0 and who.marks.items[who.marks.items.len - 1].other != null) continue; // "his late wife, he tells me"
                if (token.flags.mine and who.ofKin(n, end)) continue;
                try who.marks.append(who.a, .{ .n = n, .other = null, .until = end, .seeing = who.sees(n, start, end) });
                who.writer = true;
                who.not_other = who.not_other or (word.me and n > start and list[n - 1].id == .not);
            } else if (word.patient or (token.id == .own and n > start and list[n - 1].flags.third and who.clinical)) {
                try who.marks.append(who.a, .{ .n = n, .other = null, .until = end });
            } else if (word.returns and who.clinical and n > start and list[n - 1].sign == ',') {
                try who.marks.append(who.a, .{ .n = n, .other = null, .until = end }); // "her brother died of an overdose, wants help to stop"
            } else if (word.self and who.clinical and !who.calls) {
                const sex = sexOf(word);
                const teller = n > 0 and list[n - 1].flags.third and for (list[start..n]) |before| {
                    const other = sexOf(before.flags);
                    if (before.flags.kin and (sex == .unknown or other == .unknown or other == sex)) break true;
                } else false;
                try who.marks.append(who.a, .{ .n = n, .other = if (teller) .{ .kind = .other, .first = n, .last = n + 1 } else null, .until = end }); // "Brother says he himself"
                who.kin = who.kin or teller;
            } else if (word.third) {
                if (who.pronoun == null) who.pronoun = n;
                const sex: Sex = if (who.clinical and !who.calls) sexOf(word) else .unknown;
                if (sex != .unknown and (who.sex == .unknown or who.sex == sex) and who.kin_sex != .unknown and who.kin_sex != sex) {
                    const until = if (word.subjects) end else who.verbAfter(n, end); // "her boyfriend injects, she does not", "the aunt who raised him had sepsis"
                    try who.marks.append(who.a, .{ .n = n, .other = null, .until = until });
                } else if (sex != .unknown and who.sex == .unknown and sex == who.goes_on and who.isFirst(start, n)) {
                    try who.marks.append(who.a, .{ .n = n, .other = .{ .kind = .other, .first = n, .last = n + 1 }, .until = end }); // "Baby well. Mother injects. She has hepatitis C."
                } else if (sex != .unknown and who.sex != .unknown and who.sex != sex and who.sexes.contains(sex)) {
                    try who.marks.append(who.a, .{ .n = n, .other = .{ .kind = .other, .first = n, .last = n + 1 }, .until = end }); // "his wife has hepatitis C. She was treated."
                } else if ((!who.clinical and (who.told or who.kin)) or (who.kin and who.marks.items.len > 0))
                    try who.marks.append(who.a, .{ .n = n, .other = .{ .kind = .other, .first = n, .last = n + 1 }, .until = end });
            }
        }
        const marks = who.marks.items;
        who.owned = marks.len > 0 and marks[marks.len - 1].other == null;
        if (marks.len > 0) {
            const others = for (marks) |mark| {
                if (mark.other == null) break false;
            } else true;
            who.goes_on = if (others and who.isFirst(start, marks[0].n)) who.kin_sex else .unknown;
        }
        for (drafts) |*draft| who.say(draft);
    }

    fn say(who: *const Who, draft: *t.Draft) void {
        draft.by_kin = for (who.list[draft.first..draft.last]) |token| {
            if (token.flags.kin) break true;
        } else false;
        for (who.marks.items) |mark| {
            if (mark.n >= draft.last) break;
            if (draft.first >= mark.until) continue;
            if (mark.other != null and who.isClosed(mark.n, draft.first)) continue;
            draft.other = mark.other;
            draft.own = mark.other == null and !mark.seeing;
        }
        if (draft.own and draft.section == .family) draft.section = .now; // "FH: no clots. Patient had a DVT in 2020."
        if (draft.way.family) |family| {
            if (family.kind != .other) {
                draft.other = family;
            } else if (draft.other == null) draft.way.family = null;
        }
    }

    /// Whether the writer only says what he did or saw: "I've counted", "when I grabbed", "who I am".
    fn sees(who: *const Who, n: u32, start: u32, end: u32) bool {
        const list = who.list;
        if (list[n].flags.mine or list[n].flags.me) return false;
        if (n > start and list[n - 1].id == .who) return true;
        for (n + 1..@max(n + 1, @min(n + after_i + 1, end))) |m| if (list[m].flags.observes) return true;
        return false;
    }

    /// How far somebody is spoken of: up to a comma where only named beside another ("lives with partner, on methadone").
    fn untilOf(who: *const Who, cue: t.Cue, start: u32, end: u32) u32 {
        if (!who.clinical) return end;
        for (cue.first..cue.last) |m| if (who.bare(m).patient) return end;
        const first = for (cue.first..cue.last) |m| {
            if (who.list[m].flags.kin) break @as(u32, @intCast(m));
        } else cue.first;
        var n = first;
        const least = @max(first -| beside, start);
        while (n > least) {
            n -= 1;
            const token = who.list[n];
            if (token.flags.alongside) {
                for (cue.last..@max(cue.last, end - 1)) |m| if (who.list[m].sign == ',' and !isRelated(who.list[m + 1])) return @intCast(m);
                return end;
            }
            if (token.in(",;:()") or token.flags.verbs) return end;
        }
        return end;
    }

    /// With which a comma goes on about the same person.
    fn isRelated(token: t.Token) bool {
        return switch (token.id) {
            .who, .which, .that, .whose, .@"and", .also, .known => true,
            else => false,
        };
    }

    /// Whether the bracket in which somebody is named is closed before a mention: "(took roommate's 200 mg), naloxone given".
    fn isClosed(who: *const Who, n: u32, first: u32) bool {
        if (n >= first) return false;
        var depth: i32 = 0;
        for (who.list[n..first]) |token| {
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

    /// "Me and my brother": the writer too.
    fn both(who: *const Who, cue: t.Cue, start: u32) bool {
        for (@max(cue.first -| 2, start)..cue.first) |m| {
            if (m > start and who.list[m].flags.joins and who.list[m - 1].flags.writer) return true;
        }
        return false;
    }

    fn my(who: *const Who, from: u32, to: u32) bool {
        for (who.list[from..to]) |token| if (token.flags.mine) return true;
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
        for (drafts.items) |d| {
            if (d.section != .now or d.way.negated != null) continue;
            const about = who.by.about(d.about);
            if (d.other != null and d.way.historical == null and (about.in_need or (who.writer and who.of_one and (about.injecting or about.routed)))) needing += 1;
            if (d.way.planned != null) continue;
            of_writer = of_writer or (d.own and d.other == null) or (about.of_the_writer and about.injecting); // sharing is done by whoever writes
            if (about.seen) {
                other += @intFromBool(!d.own or d.other != null);
            } else if (about.body) {
                own += @intFromBool(d.own);
                other += @intFromBool(d.other != null);
                unsaid += @intFromBool(d.other == null and !d.own);
            }
        }
        if (!who.writer or !of_writer or who.introduced) other += needing;
        const about_other = who.told and other >= several and other > own; // "Guy in the car park held his head, he can't see": a stranger, too
        if (!(who.mine or about_other or by_pronoun)) return false;
        if (!((other > 0 and other >= own) or (own == 0 and !who.writer and unsaid > 0))) return false;
        if (by_pronoun) {
            const told = who.by.loved_one;
            const n = who.pronoun.?;
            try drafts.append(who.a, .{ .about = told.about, .option = told.option, .first = n, .last = n + 1, .way = .{}, .section = .now, .by_kin = true });
        }
        return true;
    }
};
