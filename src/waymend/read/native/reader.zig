//! The tables of one guide, and what reads by them: the section that a sentence begins, and what the words around a target say of it.
const std = @import("std");
const t = @import("types.zig");
const fold = @import("fold.zig");
const words = @import("words.zig");
const lexicon = @import("lexicon.zig");
const measures = @import("measures.zig");
const cuesOf = @import("cues.zig").cuesOf;
const scopes = @import("scopes.zig");
const ways = @import("ways.zig");

const BRACKET = 8; // tokens between a heading and its colon
const LISTED = 2; // tokens of an item of a list of problems

/// Holds nothing of any text but the words last met, as the same keys and flags for everyone.
pub const Reader = struct {
    names: []const []const u8, // by Name; names[0] is ""
    abouts: []const t.About, // by Name
    words: words.Words,
    signs: fold.Signs,
    lexicon: lexicon.Lexicon,
    measures: measures.Measures,
    loved_one: struct { about: t.Name, option: t.Name },
    injecting_drugs: t.Name, // what a drug with its route tells of
    year: i32, // of the guide: that of a text of which nothing else is known
    why: []const u8 = "", // why there is no reader
    utf16: bool = false, // spans count UTF-16 units, as strings of JavaScript do

    pub fn about(r: *const Reader, name: t.Name) *const t.About {
        return &r.abouts[name];
    }
    pub fn word(r: *const Reader, id: t.Id) *const t.Word {
        return &r.words.list.items[@intFromEnum(id)];
    }
};

/// The section from here on, and where its text begins. A heading is known words and a colon, or known words that fill a line.
pub fn heading(found: t.Tokens, hits: []const t.Hit, start: u32, end: u32, before: t.Section) t.Heading {
    const list = found.list;
    // what holds for one sentence: "Prior: IV heroin. Vivitrol given.", "Allergies: codeine. No fever."
    const section = if (before == .once or (before == .ignored and start > 0 and list[start - 1].sign == '.')) .now else before;
    var first = start;
    while (first < end and (list[first].isGap() or list[first].in("*#-_[(") or
        (list[first].isNumber() and first + 1 < end and list[first + 1].in(").")))) first += 1;
    if (first > start and first < end and list[first].in(").")) {
        first += 1;
        while (first < end and list[first].isGap()) first += 1;
    }
    for (hits) |hit| {
        if (hit.layer != .section or hit.first != first) continue;
        const named = hit.meanings[0].section;
        var at = hit.last;
        while (at < end and list[at].isGap()) at += 1;
        at = pastBracket(list, at, end);
        if (at < end and list[at].sign == '[' and hit.last - hit.first > 1) return .{ .section = named, .body = at }; // "Family history [x] clots"
        if (at < end and (list[at].sign == ':' or (list[at].sign == '-' and
            list[at].end() < found.folded.len and found.folded[list[at].end()] == ' ')))
        {
            const answered = at + 1 < list.len and list[at + 1].isAnswer() and (at + 2 >= end or list[at + 2].in(".,;"));
            return if (answered) .{ .section = section, .body = start } else .{ .section = named, .body = at + 1 }; // "Plan: N." of a form
        }
        const stopped = at < end and at == end - 1 and list[at].sign == '.';
        const runs_on = stopped and end < list.len and !list[end].isGap();
        if ((runs_on and named == .planned) or (stopped and named == .once)) // "Labs pending. Abscess drained.", "DVT in May. Resolved."
            return .{ .section = section, .body = start };
        if (at == end or (at == end - 1 and list[at].in(".:"))) return .{ .section = if (named == .once) .past else named, .body = end };
    }
    return .{ .section = section, .body = start };
}

/// Past a bracket between a heading and its colon: "Teaching (staff): …".
fn pastBracket(list: []const t.Token, at: u32, end: u32) u32 {
    if (at >= end or list[at].sign != '(') return at;
    var n = at + 1;
    while (n < @min(at + BRACKET, end - 1)) : (n += 1) {
        if (list[n].sign == ')') return if (list[n + 1].sign == ':') n + 1 else at;
    }
    return at;
}

/// What the words around one target say of it.
pub const Context = struct { status: t.Status, negated: bool, historical: bool, family: bool };

/// The status of a target in a text, for any set of sentences in the manner of ConText.
pub fn context(a: t.Allocator, by: *const Reader, given: []const u8, target: []const u8) t.Failed!Context {
    const found = try fold.tokens(a, by, given);
    const wanted = try find(a, found, try fold.tokens(a, by, target));
    const first = wanted.start;
    const last = wanted.end;
    var section: t.Section = .now;
    var start: u32 = 0;
    var end = found.count();
    var body: u32 = 0;
    var hits: []const t.Hit = &.{};
    for (try fold.sentences(a, found)) |span| {
        if (span.start > first) break;
        const within = span.start <= first and first < span.end;
        hits = try by.lexicon.hits(a, found, span.start, if (within) @max(span.end, last) else span.end, true);
        const head = heading(found, hits, span.start, span.end, section);
        section = head.section;
        body = head.body;
        start = span.start;
        end = @max(span.end, last);
    }
    if (first < body or body >= end) body = start;
    var kept: std.ArrayListUnmanaged(t.Hit) = .empty;
    for (hits) |hit| if (hit.first >= body) try kept.append(a, hit);
    var cues: std.ArrayListUnmanaged(t.Cue) = .empty;
    for (try cuesOf(a, kept.items, found, end)) |cue| {
        if (!(first < cue.first and cue.first < last and ofTarget(cue.kind))) try cues.append(a, cue);
    }
    const sentence = try scopes.Scopes.init(a, found, body, end, cues.items, &.{});
    const way = sentence.turned(first, last, true);
    var alone = body == start and last - first <= LISTED;
    for (found.list[body..end], body..) |token, n| {
        if (!(first <= n and n < last) and (token.isWord() or token.isNumber())) alone = false;
    }
    var habit = false;
    for (try by.lexicon.hits(a, found, first, last, true)) |hit| habit = habit or hit.layer == .standing;
    const resolved = way.historical != null and way.historical.?.kind == .resolved_after;
    var never = false; // "no history of"
    if (way.negated) |denied| if (denied.first < first) {
        for (found.list[denied.first..first]) |token| never = never or (token.flags.histories and !token.flags.ongoing);
    };
    return .{
        .status = ways.statusOf(way, section).status,
        .negated = way.negated != null or way.unlikely != null or resolved,
        .historical = (way.historical != null and !resolved and way.current == null and way.planned == null) or
            section == .past or section == .once or section == .habits or section == .ignored or section == .untold or alone or habit or never,
        .family = way.family != null or section == .family,
    };
}

fn ofTarget(kind: t.CueKind) bool {
    return switch (kind) {
        .deny, .not, .deny_after, .doubt, .doubt_after, .unlikely, .unlikely_after => true,
        else => false,
    };
}

/// Where the target stands; the whole text when it does not.
fn find(a: t.Allocator, found: t.Tokens, target: t.Tokens) t.Failed!t.Span {
    const wanted = try full(a, target);
    const places = try full(a, found);
    if (wanted.len > 0 and wanted.len <= places.len) {
        for (0..places.len - wanted.len + 1) |n| {
            for (wanted, places[n..][0..wanted.len]) |w, p| {
                if (!std.mem.eql(u8, target.word(w), found.word(p))) break;
            } else return .{ .start = places[n], .end = places[n + wanted.len - 1] + 1 };
        }
    }
    return .{ .start = 0, .end = found.count() };
}

/// The tokens that are not white space.
fn full(a: t.Allocator, found: t.Tokens) t.Failed![]const u32 {
    var places: std.ArrayListUnmanaged(u32) = .empty;
    try places.ensureTotalCapacity(a, found.list.len);
    for (found.list, 0..) |token, n| if (!token.isGap()) places.appendAssumeCapacity(@intCast(n));
    return places.items;
}
