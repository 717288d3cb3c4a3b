//! What a form answers: boxes ("[x] fever [ ] chills"), signs ("housing ✓, fever ✗"), letters after an item ("fever N, cough Y"), dots that lead to an answer (forms.py).
const std = @import("std");
const t = @import("types.zig");

const year = 4; // digits of a year: "transfusion 1985 (yes)"
const part_ends = ",;.)!?([|";
const asked_in = 5; // tokens of a question that a form asks ("Fever? Yes")
const asked_alone = 14; // the same, where the answer stands alone ("Any fever in the last 48 hours? No.")
const leads = ":."; // after the letters of a question and its answer: "Q: … A: …", "Q. … A. …"
const signs = "\x04\x05\x06\x07"; // ☑ ☐ ✓ ✗, folded; a tick beside words leaves them as they are
const answered = ",;.)!/\""; // what ends an answer that stands alone

/// What tokens first…last are answered with, by the sign at `at`. empty: a box that nobody ticked.
pub const Answer = struct {
    said: Said,
    first: u32,
    last: u32,
    at: u32,
};

pub const Said = enum { yes, no, empty, tick, plus }; // plus: of a list with signs, no denial of another item reaches it

const Answers = std.ArrayListUnmanaged(Answer);

/// Adds where boxes after another begin: what stands in one is of no other, as the year of "[x] current IDU [ ] transfusion before 1992".
pub fn addBounds(a: t.Allocator, cues: *std.ArrayListUnmanaged(t.Cue), said: []const Answer) t.Failed!void {
    if (said.len > 1) for (said[1..]) |answer| if (answer.at < answer.first) try cues.append(a, .{ .kind = .turns, .first = answer.at, .last = answer.at + 1 });
}

/// Adds all answers of a form in a span of tokens.
pub fn add(a: t.Allocator, answers: *Answers, list: []const t.Token, start: u32, end: u32) t.Failed!void {
    const any = for (list[start..end]) |token| {
        if (token.in("[(_" ++ signs) or isChoice(token) or token.id == .asked) break true;
    } else false;
    if (!any) return;
    try boxes(a, answers, list, start, end);
    try blanks(a, answers, list, start, end);
    try letters(a, answers, list, start, end);
    try numbered(a, answers, list, start, end);
    try inquired(a, answers, list, start, end);
}

/// Whether both answers stand at a token, to choose from: "Y / N".
fn isBlank(list: []const t.Token, n: usize) bool {
    return n + 2 < list.len and isChoice(list[n]) and list[n + 1].sign == '/' and isChoice(list[n + 2]) and list[n].id != list[n + 2].id and
        (list[n].isAnswer() or (n > 0 and list[n - 1].sign == ':'));
}

/// Whether it is one of what a form offers to choose from.
fn isChoice(token: t.Token) bool {
    return switch (token.id) {
        .pos, .neg, .positive, .negative, .never, .past, .current, .former, .unknown => true,
        else => token.isAnswer(),
    };
}

/// "FEVER: Y / N", "HIV: ____": nobody has answered yet.
fn blanks(a: t.Allocator, answers: *Answers, list: []const t.Token, start: u32, end: u32) t.Failed!void {
    var from = start;
    for (start + 1..@max(start + 1, end -| 1)) |place| {
        const n: u32 = @intCast(place);
        const line = list[n].sign == '_' and list[n + 1].sign == '_';
        if (!line and !(isBlank(list, n) and n + 2 < end)) {
            if (isLetter(list, n) and endsItem(list, n + 1, end)) from = n + 1; // "cocaine Y / other ___"
            continue;
        }
        const after = n + 3;
        if (!line and after < end and list[after].isAnswer() and isEnd(list, after + 1, end)) { // "Fever Y/N N": the no was chosen
            try answers.append(a, .{ .said = if (isNo(list[after])) .no else .yes, .first = from, .last = n, .at = after });
            from = after + 1;
            continue;
        }
        if (!line or list[n - 1].sign != '_') try answers.append(a, .{ .said = .empty, .first = from, .last = n, .at = n });
        from = if (line) n + 2 else n + 3;
    }
}

/// Whether no word of the same item follows an answer; an item begins with a word, and has an answer of its own.
fn isEnd(list: []const t.Token, n: usize, end: usize) bool {
    if (n >= end or list[n].in(part_ends) or list[n].in("'\"") or list[n].isGap()) return true;
    for (list[n..end]) |token| if (token.isAnswer()) return true;
    return false;
}

/// What a form answers to its own short question: "Fever? Yes."; null where it does not ask, or nobody answers.
pub fn asked(found: t.Tokens, from: u32, end: u32) ?Said {
    const list = found.list;
    if (list[end - 1].sign != '?' or end >= list.len) return null;
    var after = if (list[end].isGap() and end + 1 < list.len) end + 1 else end;
    if (list[after].id == .a and after + 2 < list.len and list[after + 1].in(leads)) {
        after += 2; // "Q: Injected? A: never"
    } else if (after + 2 < list.len and list[after].sign == '-' and list[after + 1].sign == '>') {
        after += 2; // "Past 12 mo heroin? -> No"
    } else if (list[after].sign == '-' and after + 1 < list.len) after += 1; // "Ulcer? - no."
    after += @intFromBool(list[after].sign == '"' and after + 1 < list.len); // "Any abscesses? 'No, none.'"
    if (ticked(list, after)) |boxed| return boxed;
    if (lone(list, after, list.len)) |boxed| return boxed;
    if (after + 1 < list.len and list[after].sign == '_' and list[after + 1].sign == '_') return .empty; // "HIV? ____"
    const start = from + @intFromBool(list[from].isGap());
    if (isAsking(list[start]) and end - start <= asked_in and found.breaks(end) and !list[after].flags.yes and !list[after].flags.no)
        return .empty; // "Recent OD?" and a new line
    if (toldAt(list, start, if (list[after - 1].sign == '>') after else end)) |told| {
        if (list[told].flags.no) return if (told + 1 >= list.len or list[told + 1].in(answered) or list[told + 1].isGap()) .no else null;
        return if (isOpen(list[told])) null else .yes;
    }
    const alone = after + 1 >= list.len or list[after + 1].in(answered) or list[after + 1].isGap() or notKnown(list, after) or list[after + 1].id == .ever; // "Ever injected? No Ever shared? No"
    const agreed = list[after].isAnswer() and list[after].flags.yes; // "Injects in L groin (heroin)? YES daily"
    if (end - start > @as(u32, if (alone or agreed) asked_alone else asked_in)) return null;
    if (!alone and list[after - 1].sign == '-' and found.breaks(end)) return null; // "?abscess" and a new item: "- Denies fever"
    if (list[after].isAnswer() and !agreed and !alone and list[after + 1].sign != '-') return null; // "Prior IE? No records"
    return if (list[after].flags.yes) .yes else if (list[after].flags.no or notKnown(list, after)) .no else null;
}

/// "Not that I know of", "not to my knowledge".
fn notKnown(list: []const t.Token, n: u32) bool {
    return list[n].id == .not and n + 1 < list.len and (list[n + 1].id == .that or list[n + 1].id == .to);
}

/// With which a form asks.
fn isAsking(token: t.Token) bool {
    return switch (token.id) {
        .any, .ever, .recent, .recently, .current, .currently, .prior, .previous, .past, .new => true,
        else => false,
    };
}

/// What a single box says that closes its line: "Card given? [ ]".
fn lone(list: []const t.Token, n: usize, end: usize) ?Said {
    const box = boxAt(list[0..end], n) orelse return null;
    return if (box.last >= end or list[box.last].isGap()) box.said else null;
}

/// Where the answer to a question of a list begins, whatever it is: "Injected? A: twice", "Q5 Hep C? told so in prison", "3. Ever overdosed? last winter".
fn toldAt(list: []const t.Token, start: u32, end: u32) ?u32 {
    const lettered = list[start].id == .q or (start > 1 and list[start - 1].in(leads) and list[start - 2].id == .q);
    if (end + 3 < list.len and list[end].id == .a and (list[end + 1].sign == ':' or (lettered and list[end + 1].sign == '.')))
        return end + 2 + @intFromBool(list[end + 2].sign == '"');
    const pointed = start > 1 and list[start - 1].sign == '.' and list[start - 2].isNumber() and (start == 2 or list[start - 3].isGap());
    return if ((lettered or pointed) and !list[end].isGap()) end else null;
}

/// Whether an answer leaves it open.
fn isOpen(token: t.Token) bool {
    return switch (token.id) {
        .unknown, .unsure, .unclear, .pending, .maybe => true,
        else => token.in("?_"),
    };
}

/// What boxes say that have their answers beside them, from a token on: "[ ] yes [x] no". null where no such boxes stand there.
pub fn ticked(list: []const t.Token, from: usize) ?Said {
    if (isBlank(list, from)) return .empty;
    if (from < list.len and list[from].isAnswer()) return if (behind(list, from)) |told| told.said else null;
    var said: ?Said = null;
    var at = from;
    while (at < list.len) {
        const box = boxAt(list, at) orelse break;
        at = box.last;
        if (at >= list.len or !list[at].isAnswer()) return null;
        if (box.said == .yes or box.said == .tick) {
            said = if (isNo(list[at])) .no else .yes;
        } else if (said == null) said = .empty;
        at += 1;
        while (at < list.len and (list[at].isGap() or list[at].in("/,"))) at += 1;
    }
    return said;
}

/// Past the last of several boxes that stand each behind its answer, from a token on, and what they say: "Y [ ] N [x]".
fn behind(list: []const t.Token, from: usize) ?struct { last: u32, said: Said } {
    var said: Said = .empty;
    var count: u32 = 0;
    var at = from;
    while (at + 1 < list.len and list[at].isAnswer()) {
        const n = at + 1 + @intFromBool(list[at + 1].isGap());
        const box = (if (n < list.len) boxAt(list, n) else null) orelse break;
        if (box.said == .yes or box.said == .tick) said = if (isNo(list[at])) .no else .yes;
        count += 1;
        at = box.last;
        while (at < list.len and (list[at].isGap() or list[at].in("/,"))) at += 1;
    }
    return if (count > 1) .{ .last = @intCast(at), .said = said } else null;
}

/// Past the last token of the box that begins at a token, past white space, and what it holds.
fn boxAt(list: []const t.Token, n: usize) ?struct { last: usize, said: Said } {
    if (list[n].in(signs) and (n == 0 or !list[n - 1].in("[("))) return .{ .last = n + 1, .said = ([_]Said{ .yes, .empty, .tick, .no })[list[n].sign - signs[0]] };
    if (!list[n].in("[(")) return null;
    const closing: u8 = if (list[n].sign == '[') ']' else ')';
    var at = n + 1;
    while (at < list.len and list[at].isGap()) at += 1;
    if (at < list.len and list[at].sign == closing) return .{ .last = at + 1, .said = .empty };
    if (at + 1 < list.len and (list[at].isAnswer() or list[at].id == .x) and list[at + 1].sign == closing)
        return .{ .last = at + 2, .said = if (isNo(list[at])) .no else .yes };
    return null;
}

/// A box is an answer to nothing yet: `first` is its sign, `last` is past it.
fn boxes(a: t.Allocator, answers: *Answers, list: []const t.Token, start: u32, end: u32) t.Failed!void {
    var found: Answers = .empty;
    for (start..end) |place| {
        const n: u32 = @intCast(place);
        const box = boxAt(list[0..end], n) orelse continue;
        if (box.said == .empty and list[n].sign != '[' and !list[n].in(signs) and list[box.last - 1].start <= list[n].end()) continue; // "f()"
        try found.append(a, .{ .said = box.said, .first = n, .last = @intCast(box.last), .at = n });
    }
    if (found.items.len == 0) return;
    if (try choices(a, answers, list[0..end], found.items, start)) return;
    const head = list[before(list, start, found.items[0].at)];
    const marked = head.sign == ':' and isMark(found.items[0]) and closes(list, found.items[found.items.len - 1], end); // "PWID: ✓ HIV: ✗"
    if (!marked and !head.isWord() and !(head.isNumber() and head.len == year)) { // the box stands before its item
        if (head.in(":?")) if (chosen(list, found.items)) |said| {
            const at = found.items[0].first; // "Ever injected: [x] No [ ] Yes"
            try answers.append(a, .{ .said = said, .first = start, .last = at, .at = at });
        };
        for (found.items, 1..) |box, n| {
            const next = if (n < found.items.len) found.items[n].first else end;
            if (box.said == .tick or (found.items.len == 1 and isMark(box))) continue; // one cross alone is a bullet
            try answers.append(a, .{ .said = box.said, .first = box.last, .last = next, .at = box.at });
        }
    } else if (isChoiceOf(list, found.items, end)) { // "Fever [ ] Y [x] N"
        const at = found.items[0].first;
        try answers.append(a, .{ .said = ticked(list, at) orelse .empty, .first = start, .last = at, .at = at });
    } else if (found.items.len > 1 or (found.items[0].first - start <= asked_in and closes(list, found.items[0], end))) {
        var from = start;
        for (found.items) |box| {
            if (box.said != .tick) try answers.append(a, .{ .said = box.said, .first = from, .last = box.first, .at = box.at });
            from = box.last;
        }
    }
}

/// "Fever: Y [ ] N [x]; rigors: Y [x] N [ ]": each item has its answers after it, and each answer its box. Whether there was one.
fn choices(a: t.Allocator, answers: *Answers, list: []const t.Token, found: []const Answer, start: u32) t.Failed!bool {
    var first = start;
    var any = false;
    for (found) |box| {
        const at = before(list, start, box.first);
        if (at < first or !list[at].isAnswer()) continue;
        const told = behind(list, at) orelse continue;
        try answers.append(a, .{ .said = told.said, .first = first, .last = at, .at = at });
        first = told.last;
        any = true;
    }
    return any;
}

/// Whether a single box closes its line, or a single sign its part of it: "IVDU ✗.".
/// Whether a single box closes its line, or a single sign or letter its part of it: "IVDU ✗.", "IVDU [N]; valve [Y]".
fn closes(list: []const t.Token, box: Answer, end: u32) bool {
    return lone(list, box.first, end) != null or ((isMark(box) or (box.first + 1 < list.len and list[box.first + 1].isAnswer())) and (box.last >= end or list[box.last].isGap() or list[box.last].in(part_ends)));
}

/// Whether a box is none, but a tick or a cross.
fn isMark(box: Answer) bool {
    return box.last == box.first + 1 and (box.said == .tick or box.said == .no);
}

/// What boxes answer to the item that they stand after, where one of them is a no: "Ever injected: [x] No [ ] Yes"; null where another than yes is ticked.
fn chosen(list: []const t.Token, found: []const Answer) ?Said {
    var denied = false; // one of them is a no
    var agreed = false; // it is a yes that was ticked
    var empty = true;
    for (found) |box| {
        if (box.said != .empty) empty = false;
        if (box.said == .yes and box.last < list.len and list[box.last].flags.yes and isAlone(list, box.last)) agreed = true;
        if (box.last >= list.len or !list[box.last].flags.no or !isAlone(list, box.last)) continue;
        if (box.said == .yes) return .no;
        denied = true;
    }
    return if (!denied) null else if (agreed) .yes else if (empty) .empty else null;
}

/// Whether a word is all that stands beside its box.
fn isAlone(list: []const t.Token, n: usize) bool {
    return n + 1 >= list.len or list[n + 1].isGap() or list[n + 1].in(part_ends ++ "/" ++ signs);
}

/// Whether the boxes of a line stand each before an answer to one item, and nothing else does.
fn isChoiceOf(list: []const t.Token, found: []const Answer, end: u32) bool {
    if (found.len < 2 or ticked(list, found[0].first) == null) return false;
    for (list[found[0].last..end]) |token| if (token.isWord() and !token.isAnswer() and token.id != .x) return false;
    return true;
}

/// The token before one, past white space; the one itself where it is the first.
fn before(list: []const t.Token, start: u32, n: u32) u32 {
    if (n == start) return start;
    var at = n - 1;
    while (at > start and list[at].isGap()) at -= 1;
    return at;
}

/// "Q14 ever injected drugs, even once: No.": the answer to a question with a number, past its commas.
fn numbered(a: t.Allocator, answers: *Answers, list: []const t.Token, from: u32, end: u32) t.Failed!void {
    const start = from + @intFromBool(list[from].isGap());
    if (start >= end or list[start].id != .q or start + 1 >= end or !list[start + 1].isNumber()) return;
    for (start + 2..@max(start + 2, end - 1)) |place| {
        const n: u32 = @intCast(place);
        if (list[n].sign == ':' and list[n + 1].flags.no and isEnd(list, n + 2, end)) try answers.append(a, .{ .said = .no, .first = start, .last = n, .at = n + 1 });
    }
}

/// "Asked re fever, chills, wounds: no.": the answer to all that somebody was asked about.
fn inquired(a: t.Allocator, answers: *Answers, list: []const t.Token, start: u32, end: u32) t.Failed!void {
    for (start..@max(start, end -| 3)) |place| {
        const at: u32 = @intCast(place);
        if (list[at].id != .asked or (list[at + 1].id != .about and list[at + 1].id != .re and list[at + 1].id != .regarding)) continue;
        var n = at + 3;
        while (n < @min(at + asked_alone, end - 1)) : (n += 1) {
            if (!list[n].in(":-") or !list[n + 1].flags.no or !isEnd(list, n + 2, end)) continue;
            try answers.append(a, .{ .said = .no, .first = at, .last = n, .at = n + 1 });
            break;
        }
    }
}

fn letters(a: t.Allocator, answers: *Answers, list: []const t.Token, start: u32, end: u32) t.Failed!void {
    var dotted: std.ArrayListUnmanaged(u32) = .empty;
    var plain: std.ArrayListUnmanaged(u32) = .empty;
    for (start + 1..end) |place| {
        const n: u32 = @intCast(place);
        if (!list[n].isAnswer() or !endsItem(list, n + 1, end)) continue;
        if (n > start + 2 and list[n - 1].sign == '.' and list[n - 2].sign == '.') try dotted.append(a, n);
        if (isLetter(list, n)) try plain.append(a, n);
    }
    const parted = plain.items.len == 1 and plain.items[0] + 1 < end and list[plain.items[0] + 1].in(";|"); // "fever N; pregnant N"
    const kept = if (dotted.items.len > 0) dotted.items else if (plain.items.len > 1 or parted) plain.items else &.{};
    const slashed = for (kept) |n| {
        if (n + 1 < end and list[n + 1].sign == '/') break true;
    } else false;
    var from = start;
    for (kept) |n| {
        if (slashed) for (from..n) |m| {
            if (list[m].sign == '/') from = @intCast(m + 1); // "Hepatitis Y - C, cured / HIV N"
        };
        try answers.append(a, .{ .said = if (isNo(list[n])) .no else .yes, .first = from, .last = n, .at = n });
        from = n + 1;
    }
    if (plain.items.len != 1 or kept.len > 0) return;
    const at = plain.items[0]; // "Route: nasal. Needle use N."
    var first = at;
    while (first > start and list[first - 1].isWord()) first -= 1;
    if (at - first <= asked_in) try answers.append(a, .{ .said = if (isNo(list[at])) .no else .yes, .first = first, .last = at, .at = at });
}

/// Whether a single letter that answers stands after a word: "cough Y".
fn isLetter(list: []const t.Token, n: usize) bool {
    return n > 0 and list[n].isAnswer() and list[n].len == 1 and list[n - 1].isWord();
}

/// Whether an item of a form ends before a token: "fever N,", "cocaine Y / heroin N".
fn endsItem(list: []const t.Token, n: usize, end: usize) bool {
    if (n >= end or list[n].in(part_ends) or list[n].isGap()) return true;
    return list[n].sign == '/' and n + 1 < end and !isChoice(list[n + 1]);
}

fn isNo(token: t.Token) bool {
    return token.id == .n or token.id == .no;
}
