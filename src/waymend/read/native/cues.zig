//! The cues of a sentence: the guide's words and the signs that turn what stands beside them, without those that a phrase holds (cues.py).
const std = @import("std");
const t = @import("types.zig");
const reader = @import("reader.zig");

const signs = ":-="; // a cue that begins with one of these ("Fever: no") must end its part of the sentence
const of_an_item = 4; // words of an item that has its sign after it
const short = 2; // tokens of a cue that begins with a sign and must end its part: ": no", not "- in remission"
const joining = "/|+>-"; // signs that stand between two items
const part_ends = ",;.)!?";
const past_minus = ",;.)!/:"; // after which a minus belongs to what stands before it
const phrases = std.EnumSet(t.Layer).initMany(&.{ .finding, .inner }); // what they hold is told by them
const Cues = std.ArrayListUnmanaged(t.Cue);

/// Whether a part of a sentence ends before a token.
pub fn closes(list: []const t.Token, n: u32) bool {
    return n >= list.len or list[n].in(part_ends) or list[n].isGap();
}

/// The cues of a sentence that are words, in order.
pub fn cuesOf(a: t.Allocator, hits: []const t.Hit, found: t.Tokens, end: u32) t.Failed![]t.Cue {
    var cues: std.ArrayListUnmanaged(t.Cue) = .empty;
    try add(a, &cues, hits, found.list, end);
    return cues.items;
}

/// Adds the cues of a sentence that are words, in order. A phrase that is none ("not only") takes the sting from what it overlaps.
/// Some cues count only where their part of the sentence ends with them: those that begin with a sign, and "i think".
pub fn add(a: t.Allocator, cues: *Cues, hits: []const t.Hit, list: []const t.Token, end: u32) t.Failed!void {
    var blunted = false;
    for (hits) |h| blunted = blunted or blunts(h);
    for (hits) |hit| {
        if (hit.layer != .cue and hit.layer != .after) continue;
        if (blunted and isBlunted(hit, hits, list)) continue;
        const at_end = hit.last >= end or closes(list, hit.last);
        for (hit.meanings) |m| {
            if (m.nothing or (m.cue == .resolved_after and isNotOver(list, hit))) continue;
            var kind = m.cue;
            if (kind == .@"if" and list[hit.first].flags.came) continue; // "comes in with a fever" advises nobody to
            if (m.at_end) {
                if (!at_end and !list[hit.last].in("(/|")) continue;
            } else if (kind == .asks or kind == .deny_first or kind == .test_first or kind == .planned_first) {
                if (kind == .asks and hit.last < list.len and list[hit.last].sign == ':') continue; // "Question: isolated core antibody"
                if (hit.first > 0) {
                    const before = list[hit.first - 1];
                    const headed = before.sign == ':' and kind != .asks; // "ROS: neg fever", "Plan: clarify IV use"
                    if (!(before.in(part_ends) or before.flags.joins or before.isGap() or headed)) continue;
                }
                kind = switch (kind) {
                    .asks => .doubt,
                    .test_first => .@"test",
                    .planned_first => .planned,
                    else => .deny,
                };
            } else if (!at_end and hit.layer != .cue and list[hit.first].in(signs) and !list[hit.last].isNumber() and !list[hit.last].in("/(") and
                !(kind == .quit_after and hit.last - hit.first > short) and kind != .then_after) continue; // "any fever = urgent blood film"
            try cues.append(a, .{ .kind = kind, .first = hit.first, .last = hit.last });
        }
    }
}

/// Whether something is no ending, though it has the words of one: "settling".
fn isNotOver(list: []const t.Token, hit: t.Hit) bool {
    for (list[hit.first..hit.last]) |token| if (token.timed.not_over) return true;
    return false;
}

fn blunts(hit: t.Hit) bool {
    if (hit.layer != .cue) return false;
    for (hit.meanings) |m| if (m.cue == .none and !m.at_end and !m.nothing) return true;
    return false;
}

fn isBlunted(hit: t.Hit, hits: []const t.Hit, list: []const t.Token) bool {
    for (hits) |b| {
        if (hit.first >= b.last or b.first >= hit.last or !blunts(b)) continue;
        if (hit.first < b.first and list[hit.first].flags.nots) continue; // "no [known heroin use]"
        if (namesBeside(list, hit, b)) continue;
        if (!(hit.layer == .after and hit.first <= b.first and b.last <= hit.last)) return true; // but "is not excluded"
    }
    return false;
}

/// Whether a cue names somebody else beside a phrase that is none: the brother of "with his twin brother who has" after "with his twin", and before "who has".
fn namesBeside(list: []const t.Token, hit: t.Hit, other: t.Hit) bool {
    if (other.first > hit.first and list[other.first - 1].sign == '-') return false; // "[ex-husband] gave"
    for (hit.meanings) |m| if (!m.nothing and !m.at_end and m.cue == .other) {
        if (hit.first < other.first and other.first == hit.last - 1) return !list[other.first].flags.kin and !list[other.first].possessive; // "a stranger tested" before "tested positive for"; not "her nan's"
        for (list[hit.first..hit.last], hit.first..) |token, n| if (token.flags.kin and (n < other.first or n >= other.last)) return true;
    };
    return false;
}

/// Adds the cues of a sentence that are signs. "+warmth -crepitus": where some findings are marked with a plus, a minus before a word denies it. "HIV-, HCV+".
pub fn addSigns(a: t.Allocator, cues: *Cues, list: []const t.Token, start: u32, end: u32) t.Failed!void {
    var plus = false;
    var minus = false;
    for (list[start..end]) |token| {
        plus = plus or token.sign == '+';
        minus = minus or token.sign == '-';
    }
    if (!minus) return;
    const column = isColumn(list, start, end);
    const pluses = plus;
    if (plus) {
        plus = for (start..end - 1) |n| {
            if (list[n].sign == '+' and marks(list, n, start)) break true;
        } else false;
    }
    if (plus) for (start..end - 1) |n| {
        if (list[n].sign == '-' and marks(list, n, start)) try cues.append(a, .{ .kind = .sign, .first = @intCast(n), .last = @intCast(n + 1) });
    };
    if (column) {
        for (start + 1..end) |n| if (list[n].sign == '-' and isApart(list, n)) try cues.append(a, .{ .kind = .minus_after, .first = @intCast(n), .last = @intCast(n + 1) });
        return;
    }
    if (end > start + 1) for (start + 1..end - 1) |n| { // "not an overdose - naloxone given"
        if (list[n].sign == '-' and list[n - 1].end() < list[n].start and list[n].end() < list[n + 1].start)
            try cues.append(a, .{ .kind = .dash, .first = @intCast(n), .last = @intCast(n + 1) });
    };
    for (start + 1..end) |n| {
        if (list[n].sign != '-') continue;
        const past = n + 1 < end and (list[n + 1].in(past_minus) or (pluses and list[n + 1].isGap())); // "cough +, fever -" and a new line
        if (list[n - 1].end() != list[n].start and !past) continue;
        if (n + 1 == end or list[n + 1].start > list[n].start + 1 or past)
            try cues.append(a, .{ .kind = .minus_after, .first = @intCast(n), .last = @intCast(n + 1) });
    }
}

/// Adds the signs between spaces that join items, and white space that sets columns apart: "prior DVT / ?cellulitis", "no fever -> likely abscess". A dash is one besides.
pub fn addJoints(a: t.Allocator, cues: *Cues, found: t.Tokens, start: u32, end: u32) t.Failed!void {
    const list = found.list;
    var n = start + 1;
    while (n + 1 < end) {
        var last = n;
        while (last + 1 < end and list[last].in(joining) and (last == n or list[last - 1].end() == list[last].start)) last += 1;
        if (last > n) {
            const apart = list[n - 1].end() < list[n].start and list[last - 1].end() < list[last].start;
            if (apart and !(last == n + 1 and list[n].in("->"))) try cues.append(a, .{ .kind = .joint, .first = n, .last = last });
        } else if (list[n].isGap() and !found.breaks(n)) {
            last = n + 1;
            try cues.append(a, .{ .kind = .joint, .first = n, .last = last });
        } else if (list[n - 1].end() < list[n].start and std.mem.indexOfScalar(u8, found.folded[list[n - 1].end()..list[n].start], '\t') != null) {
            try cues.append(a, .{ .kind = .joint, .first = n, .last = n });
        }
        n = @max(last, n + 1);
    }
}

/// Whether each item of a line has its sign after it, also the last one: "Fever - Chills - Cough +".
fn isColumn(list: []const t.Token, start: u32, to: u32) bool {
    var end = to;
    while (end > start and list[end - 1].isGap()) end -= 1;
    if (end == start or !list[end - 1].in("+-")) return false;
    var marked: u32 = 0;
    var item: u32 = 0;
    for (start..end) |n| {
        if (list[n].in("+-") and isApart(list, n)) {
            if (item == 0 or item > of_an_item) return false;
            marked += 1;
            item = 0;
        } else if (list[n].isWord()) {
            item += 1;
        } else if (!list[n].isGap() and !list[n].in("-/")) return false;
    }
    return item == 0 and marked > 1;
}

/// Whether a sign has white space before it, and no word right after it.
fn isApart(list: []const t.Token, n: usize) bool {
    const after = n + 1 >= list.len or list[n].end() < list[n + 1].start or !list[n + 1].isWord();
    return n > 0 and list[n - 1].end() < list[n].start and after;
}

/// Whether a sign stands right before a word, or begins its part of a list, with a space before itself.
fn marks(list: []const t.Token, n: usize, start: u32) bool {
    const begins = list[n + 1].start == list[n].start + 1 or (n > start and list[n - 1].in(",:"));
    return list[n + 1].isWord() and begins and (n == 0 or list[n - 1].end() < list[n].start);
}

/// Adds the cues that no phrase holds: a word of a phrase says what the phrase says, the "not" of "not breathing" denies nothing else.
/// asked: whether the sentence is a question that is answered, so that neither its "?" nor the "do you" with which it begins is a doubt.
pub fn addFree(a: t.Allocator, kept: *Cues, by: *const reader.Reader, list: []const t.Token, cues: []const t.Cue, said: []const t.Hit, start: u32, asked: bool) t.Failed!void {
    for (cues) |c| {
        if (asked and c.kind == .doubt and !hasWord(list[start..c.first])) continue;
        if (list[c.first].sign == '?' and (asked or calls(list, c.first) or (c.kind == .doubt_after and asksNext(list, c.first)))) continue;
        if (isOfBefore(list, c, said)) continue;
        const inside = c.kind != .other and c.kind != .quit_after and !endsTreatment(by, c, said) and for (said) |h| {
            if (h.last - h.first > 1 and phrases.contains(h.layer) and holds(list, h, c) and !opens(h, c) and !goesOn(list, h, c)) break true;
        } else false;
        if (!inside) try kept.append(a, c);
    }
}

/// Whether a "history" is that of what is named right before it, and of nothing after it: "IVDU hx and fever".
fn isOfBefore(list: []const t.Token, cue: t.Cue, said: []const t.Hit) bool {
    if (cue.kind != .past or cue.last - cue.first != 1 or !list[cue.first].flags.histories) return false;
    for (said) |h| if (h.last == cue.first) return true;
    return false;
}

fn hasWord(list: []const t.Token) bool {
    for (list) |token| if (token.isWord()) return true;
    return false;
}

/// Whether a phrase holds a cue, or begins with the "not" of one: "[does] not feel safe".
fn holds(list: []const t.Token, phrase: t.Hit, cue: t.Cue) bool {
    if (cue.first < phrase.first) return phrase.first < cue.last and cue.last <= phrase.last and list[phrase.first].plain.nots;
    return cue.last <= phrase.last;
}

/// Whether a phrase begins with what ends a denial before it: "declined obs [after naloxone]".
fn opens(phrase: t.Hit, cue: t.Cue) bool {
    return cue.first == phrase.first and (cue.kind == .ends or cue.kind == .turns or cue.kind == .causes);
}

/// Whether what a phrase denies goes on after it: "no EtOH or IVDU".
fn goesOn(list: []const t.Token, phrase: t.Hit, cue: t.Cue) bool {
    if (cue.kind != .deny or cue.first != phrase.first or phrase.last >= list.len) return false;
    return list[phrase.last].sign == '/' or list[phrase.last].flags.either;
}

/// Whether a treatment follows the word that ends it: "off methadone" tells of a treatment stopped, and of the methadone.
fn endsTreatment(by: *const reader.Reader, cue: t.Cue, said: []const t.Hit) bool {
    if (cue.kind != .over) return false;
    for (said) |h| if (h.layer == .apart and (h.first == cue.last or (cue.first < h.first and h.last == cue.last)) and !h.meanings[0].nothing and by.about(h.meanings[0].about).treatments) return true;
    return false;
}

/// Whether a question mark is of several that end what is said: "is it bad??".
fn calls(list: []const t.Token, n: u32) bool {
    const more = n + 1 < list.len;
    const several = (more and list[n + 1].sign == '?') or (n > 0 and list[n - 1].sign == '?');
    return several and !(more and list[n + 1].isWord());
}

/// Whether a question mark belongs to the word after it: "fever ?cellulitis".
fn asksNext(list: []const t.Token, n: u32) bool {
    if (n + 1 >= list.len or !list[n + 1].isWord() or list[n + 1].start != list[n].end()) return false;
    return !(n > 0 and list[n - 1].isWord() and list[n].start == list[n - 1].end());
}
