//! Lists whose items bear signs: "- fever, - chills, + arm pain", "(+) IVDU (-) opioids", "meth(-) heroin(+)", and tables with a row for each item ("fever | no") (signed.py).
const std = @import("std");
const t = @import("types.zig");
const forms = @import("forms.zig");

const of_an_item = 6; // words of an item
const of_a_line = 80; // tokens of a line that is looked at, on either side
const few = 3; // signs of a list after a heading, of which the first may be a bullet
const lines = 8; // of a block, before a line and after it
const Answers = std.ArrayListUnmanaged(forms.Answer);
const Mark = struct { at: u32 = 0, said: forms.Said, last: u32 };
const Line = struct { first: u32, last: u32 };

/// Adds what the signs of a list say of its items in a sentence. Whether they say anything.
pub fn add(a: t.Allocator, answers: *Answers, found: t.Tokens, start: u32, end: u32) t.Failed!bool {
    const list = found.list;
    const any = for (start..end) |n| {
        if (list[n].in("+-|\x06\x07") or rowAt(found, n) != null) break true;
    } else false;
    if (!any) return false;
    const line = lineOf(found, start, end);
    if (row(found, line)) |answer| {
        try answers.append(a, answer);
        return true;
    }
    const lead = leadOf(list, line.first);
    if (markAt(found, lead, line.last)) |own| if (isBlock(found, line, true)) {
        try answers.append(a, .{ .said = own.said, .first = own.last, .last = line.last, .at = lead });
        return true;
    };
    if (closing(found, line)) |own| if (isBlock(found, line, false)) {
        try answers.append(a, .{ .said = own.said, .first = line.first, .last = own.at, .at = own.at });
        return true;
    };
    var told: Answers = .empty;
    try before(a, &told, found, line);
    try after(a, &told, found, line);
    for (told.items) |answer| if (answer.first < end and answer.last > start) try answers.append(a, answer);
    return answers.items.len > 0;
}

/// The line in which a sentence stands.
fn lineOf(found: t.Tokens, start: u32, end: u32) Line {
    const list = found.list;
    var first = start + @intFromBool(list[start].isGap());
    var last = end;
    while (first > start -| of_a_line and !found.breaks(first - 1)) first -= 1;
    while (last < @min(end + of_a_line, list.len) and !found.breaks(last - 1)) last += 1;
    return .{ .first = first, .last = last - @intFromBool(last > first and found.breaks(last - 1)) };
}

/// What a sign at a token says, in a bracket or without, and where it ends: "+", "(-)", "+ve".
fn markAt(found: t.Tokens, n: u32, end: u32) ?Mark {
    const list = found.list;
    if (n < end) if (saidBy(list[n])) |said| return .{ .at = n, .said = said, .last = n + 1 + @intFromBool(n + 1 < end and std.mem.eql(u8, found.word(n + 1), "ve")) };
    if (n + 2 < end and list[n].in("([") and list[n + 1].in("+-") and list[n + 2].sign == @as(u8, if (list[n].sign == '(') ')' else ']'))
        return .{ .at = n, .said = saidBy(list[n + 1]).?, .last = n + 3 };
    return null;
}

fn saidBy(token: t.Token) ?forms.Said {
    if (token.in("+\x06")) return .plus;
    return if (token.in("-\x07")) .no else null;
}

fn rowAt(found: t.Tokens, n: usize) ?forms.Said {
    if (!found.list[n].isWord()) return null;
    const word = found.word(n);
    for ([_][]const u8{ "no", "n", "none", "neg", "negative", "absent", "nil" }) |w| if (std.mem.eql(u8, w, word)) return .no;
    for ([_][]const u8{ "yes", "y", "pos", "positive", "present" }) |w| if (std.mem.eql(u8, w, word)) return .plus;
    return null;
}

fn leadOf(list: []const t.Token, first: u32) u32 {
    return first + @intFromBool(first < list.len and list[first].sign == '|');
}

/// Past the last token of a line that is no "|".
fn endOf(list: []const t.Token, line: Line) u32 {
    return line.last - @intFromBool(line.last > line.first and list[line.last - 1].sign == '|');
}

/// "| fever | no |", "fever", a tab, and "no": the answer in the second column.
fn row(found: t.Tokens, line: Line) ?forms.Answer {
    const list = found.list;
    const end = endOf(list, line);
    if (end < line.first + 2) return null;
    const at = end - 1;
    const said = rowAt(found, at) orelse return null;
    const tab = std.mem.indexOfScalar(u8, found.folded[list[at - 1].end()..list[at].start], '\t') != null;
    if (!(list[at - 1].sign == '|' or list[at - 1].isGap() or tab)) return null;
    const from = leadOf(list, line.first);
    const to = at - @intFromBool(!list[at - 1].isWord());
    if (to <= from or to - from > of_an_item) return null;
    for (list[from..to]) |token| if (!token.isWord() and token.sign != '/') return null;
    return .{ .said = said, .first = line.first, .last = at, .at = at };
}

/// The sign with which a line ends, after an item and nothing else: "fever -", "| fever | - |".
fn closing(found: t.Tokens, line: Line) ?Mark {
    const list = found.list;
    const end = endOf(list, line);
    const mark = for ([_]u32{ 1, 3 }) |back| {
        if (end > line.first + back) if (markAt(found, end - back, end)) |m| if (m.last == end) break m;
    } else return null;
    var item: u32 = 0;
    for (list[line.first..mark.at]) |token| {
        if (token.isWord()) item += 1 else if (!token.in("|/:") and !token.isGap()) return null;
    }
    return if (0 < item and item <= of_an_item) mark else null;
}

/// Whether a line, and those before and after it, each bear a sign, some of them a plus and some a minus.
fn isBlock(found: t.Tokens, own: Line, leading: bool) bool {
    const list = found.list;
    var plus = false;
    var minus = false;
    for ([_]bool{ true, false }) |back| {
        var line = own;
        for (0..lines) |_| {
            const said = ofLine(found, line, leading) orelse break;
            plus = plus or said == .plus;
            minus = minus or said == .no;
            if (back) {
                if (line.first < 2 or !found.breaks(line.first - 1)) break;
                line = lineOf(found, line.first - 2, line.first - 1);
            } else {
                if (line.last + 1 >= list.len or !found.breaks(line.last)) break;
                line = lineOf(found, line.last + 1, line.last + 2);
            }
        }
    }
    return plus and minus;
}

/// What the one sign of a line says, before its item or after it.
fn ofLine(found: t.Tokens, line: Line, leading: bool) ?forms.Said {
    if (!leading) return if (closing(found, line)) |mark| mark.said else null;
    const mark = markAt(found, leadOf(found.list, line.first), line.last) orelse return null;
    if (line.last <= mark.last or line.last - mark.last > of_an_item) return null;
    for (found.list[mark.last..line.last]) |token| if (!token.isWord() and !token.in("/,.")) return null;
    return mark.said;
}

/// Whether both signs are among some marks.
fn differ(marks: []const Mark) bool {
    var plus = false;
    var minus = false;
    for (marks) |m| if (m.said == .plus) {
        plus = true;
    } else {
        minus = true;
    };
    return plus and minus;
}

/// Signs before the items of a line: "+ arm pain - fever - chills", "(+) IVDU, meth (-) opioids".
fn before(a: t.Allocator, answers: *Answers, found: t.Tokens, line: Line) t.Failed!void {
    const list = found.list;
    var held: std.ArrayListUnmanaged(Mark) = .empty;
    for (line.first..line.last) |at| {
        const n: u32 = @intCast(at);
        const mark = markAt(found, n, line.last) orelse continue;
        if (mark.last >= line.last or !list[mark.last].isWord()) continue;
        if (n > line.first and list[n - 1].end() >= list[n].start) continue;
        if (n > 0 and list[n - 1].in("([")) continue;
        try held.append(a, mark);
    }
    const marks = held.items;
    if (!differ(marks)) return;
    var parted = true;
    var listed = false;
    for (marks, 0..) |m, k| {
        const end = if (k + 1 < marks.len) marks[k + 1].at else line.last;
        if (t.holds(list, ":", m.last, end) or trails(list, m.last, end)) return; // "HIV: + HBV: -"
        if (k > 0) parted = parted and list[m.at - 1].in(",;.");
        listed = listed or (m.said == .plus and end > m.last and t.holds(list, ",", m.last, end - 1));
    }
    const head = marks[0];
    const glued = list[head.last - 1].end() == list[head.last].start;
    const opens = head.at == line.first or list[head.at - 1].in(":,;.") or list[head.at - 1].isGap() or glued;
    const begun = head.at == line.first or list[head.at - 1].in(".;") or (list[head.at - 1].sign == ':' and marks.len < few);
    const bullet = begun and head.said == .no and !(glued or parted or head.last > head.at + 1); // "- cellulitis + abscess"
    if (!opens or bullet) return;
    for (marks, 0..) |m, k| {
        const end = if (k + 1 < marks.len) marks[k + 1].at else line.last;
        const heads = m.at == line.first or list[m.at - 1].in(":;.") or listed;
        var until = m.last;
        while (until < end and !(list[until].in(".;") or (!heads and list[until].sign == ',') or list[until].isGap())) until += 1;
        try answers.append(a, .{ .said = m.said, .first = m.last, .last = until, .at = m.at });
    }
}

/// Whether a sign stands right after a word: "fever+ chills-".
fn trails(list: []const t.Token, first: u32, last: u32) bool {
    if (first + 1 < last) for (first + 1..last) |n| {
        if (list[n].in("+-") and list[n - 1].end() == list[n].start and !list[@min(n + 1, list.len - 1)].isWord()) return true;
    };
    return false;
}

/// Signs after the items of a line: "meth(-) heroin(+)", "fever/chills +, pus -", "HIV: - / HCV: +", "IVDU +ve, opioids -ve".
fn after(a: t.Allocator, answers: *Answers, found: t.Tokens, line: Line) t.Failed!void {
    const list = found.list;
    var held: std.ArrayListUnmanaged(Mark) = .empty;
    var n = line.first + 1;
    while (n < line.last) {
        const mark = markAt(found, n, line.last);
        if (mark) |m| if ((list[n - 1].isWord() or list[n - 1].sign == ':') and endsItem(list, m, line.last)) try held.append(a, m);
        n = @max(n + 1, if (mark) |m| m.last else n);
    }
    if (!differ(held.items)) return;
    var since = line.first;
    for (held.items) |m| {
        var begins = since;
        if (since + 1 < m.at) for (since..m.at - 1) |k| if (list[k].in(",;.") or list[k].isGap()) {
            begins = @intCast(k + 1);
        };
        try answers.append(a, .{ .said = m.said, .first = begins, .last = m.at, .at = m.at });
        since = m.last;
    }
}

/// Whether an item ends with the sign after it.
fn endsItem(list: []const t.Token, mark: Mark, last: u32) bool {
    const glued = list[mark.at - 1].end() == list[mark.at].start and list[mark.at].in("([");
    return glued or mark.last >= last or list[mark.last].in(",;./|") or list[mark.last].isGap();
}
