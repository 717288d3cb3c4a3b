//! Text → tokens and sentences; fold.py says what and why.
const std = @import("std");
const t = @import("types.zig");
const words = @import("words.zig");
const Reader = @import("reader.zig").Reader;
const wraps = @import("wraps.zig");

pub const OTHER: u8 = 0x1a;
const LONGEST = 120; // tokens of one sentence
const WRAPPED = 60; // characters: a line at least so long was wrapped by a program
const SPARE = words.LONG; // bytes after a folded text, so that a word can be read in whole numbers

/// What each sign beyond ASCII is folded to, by its code point: all of the guide's signs lie in the first plane.
pub const Signs = struct {
    plain: []u8, // by code point; OTHER for what has no plain sign
    low: []bool, // whether it is not its own capital

    pub fn init(a: t.Allocator) t.Failed!Signs {
        const signs = Signs{ .plain = try a.alloc(u8, 0x10000), .low = try a.alloc(bool, 0x10000) };
        @memset(signs.plain, OTHER);
        signs.plain[0] = 0; // it is ASCII, and folds to itself
        @memset(signs.low, false);
        return signs;
    }

    pub fn of(s: Signs, point: u21) u8 {
        return if (point < s.plain.len) s.plain[point] else OTHER;
    }
};

pub const Folded = struct {
    text: []const u8, // one byte for each code point
    padded: []const u8, // the same, and bytes past it that may be read
    places: ?[]const u32, // where each code point begins in the text as given; null when that is its own number
};

/// One ASCII character for each character of a text.
pub fn fold(a: t.Allocator, signs: Signs, given: []const u8) t.Failed!Folded {
    const out = try a.alloc(u8, given.len + SPARE);
    var at: usize = 0;
    while (at < given.len and PLAIN[given[at]] != 0) : (at += 1) out[at] = PLAIN[given[at]];
    var count = at;
    if (at == given.len) {
        @memset(out[count..], 0);
        return .{ .text = out[0..count], .padded = out, .places = null };
    }
    const places = try a.alloc(u32, given.len);
    for (places[0..at], 0..) |*place, n| place.* = @intCast(n);
    while (at < given.len) : (count += 1) {
        const byte = given[at];
        places[count] = @intCast(at);
        if (PLAIN[byte] != 0) {
            out[count] = PLAIN[byte];
            at += 1;
        } else {
            const len = t.codePoint(given, at);
            out[count] = signs.of(decode(given[at..][0..len]));
            at += len;
        }
    }
    @memset(out[count..][0..SPARE], 0);
    return .{ .text = out[0..count], .padded = out[0 .. count + SPARE], .places = places[0..count] };
}

/// ASCII in small letters; 0 for what is told by the guide's table (two signs of ASCII are in it). The character 0 folds to itself there.
const PLAIN: [256]u8 = blk: {
    var plain: [256]u8 = @splat(0);
    for (1..128) |b| plain[b] = std.ascii.toLower(@intCast(b));
    plain[0x0b] = 0;
    plain[0x0c] = 0;
    break :blk plain;
};

/// The code point of well-formed bytes, a lone surrogate's too; what is no UTF-8 is a sign that no table holds.
pub fn decode(bytes: []const u8) u21 {
    return switch (bytes.len) {
        1 => if (bytes[0] < 0x80) bytes[0] else 0x10ffff,
        2 => (@as(u21, bytes[0] & 0x1f) << 6) | (bytes[1] & 0x3f),
        3 => (@as(u21, bytes[0] & 0x0f) << 12) | (@as(u21, bytes[1] & 0x3f) << 6) | (bytes[2] & 0x3f),
        else => 0x10ffff,
    };
}

const Class = enum(u8) { sign, letter, digit, space };
const CLASSES: [256]Class = blk: {
    var classes: [256]Class = @splat(.sign);
    for ('a'..'z' + 1) |b| classes[b] = .letter;
    for ('0'..'9' + 1) |b| classes[b] = .digit;
    for (" \t\r\n") |b| classes[b] = .space;
    break :blk classes;
};

/// Where the token that begins at `at` ends: a word keeps an apostrophe inside, a number its point or comma.
pub fn tokenEnd(text: []const u8, at: usize) usize {
    const class = CLASSES[text[at]];
    var end = at + 1;
    if (class == .sign) return end;
    while (true) {
        while (end < text.len and CLASSES[text[end]] == class) end += 1;
        if (class == .space or end + 1 >= text.len or CLASSES[text[end + 1]] != class) return end;
        const joins = if (class == .letter) text[end] == '\'' else text[end] == '.' or text[end] == ',';
        if (!joins) return end;
        end += 2;
    }
}

pub fn tokens(a: t.Allocator, by: *const Reader, given: []const u8) t.Failed!t.Tokens {
    const folded = try fold(a, by.signs, given);
    return cut(a, by, given, folded);
}

/// The tokens of a folded text.
fn cut(a: t.Allocator, by: *const Reader, given: []const u8, folded: Folded) t.Failed!t.Tokens {
    const text = folded.text;
    var list: std.ArrayListUnmanaged(t.Token) = .empty;
    try list.ensureTotalCapacity(a, text.len / 4 + 16);
    const width = wraps.widthOf(given, text, folded.places);
    var at: usize = 0;
    while (at < text.len) {
        const end = tokenEnd(text, at);
        const first = text[at];
        const kind: t.Kind = switch (CLASSES[first]) {
            .letter => .word,
            .digit => .number,
            .space => .gap,
            .sign => .sign,
        };
        if (kind != .gap or ((end - at > 1 or first == '\n') and !(width > 0 and wraps.isWrap(text, at, end, width)))) {
            const info: words.Info = switch (kind) {
                .gap => .{},
                .sign => by.words.signs[first],
                else => by.words.of(&by.lexicon, folded.padded, at, end - at),
            };
            (try list.addOne(a)).* = .{
                .start = @intCast(at),
                .len = @intCast(end - at),
                .byte = if (folded.places) |places| places[at] else @intCast(at),
                .id = info.id,
                .key = info.key,
                .kind = kind,
                .sign = if (kind == .sign) first else 0,
                .flags = info.flags,
                .timed = info.timed,
                .plain = info.plain,
                .plain_empty = first == '\'',
                .possessive = kind == .word and end - at > 2 and text[end - 2] == '\'' and text[end - 1] == 's',
            };
        }
        at = end;
    }
    return .{ .given = given, .folded = text, .list = list.items };
}

/// The tokens of each sentence.
pub fn sentences(a: t.Allocator, found: t.Tokens) t.Failed![]t.Span {
    var spans: std.ArrayListUnmanaged(t.Span) = .empty;
    const list = found.list;
    var start: u32 = 0;
    for (list, 0..) |token, at| {
        const n: u32 = @intCast(at);
        const over = switch (token.kind) {
            .sign => (token.in(".!?;") and !(token.sign == '?' and n == start) and stops(found, n)) or
                (token.in(")\"'") and n > start and list[n - 1].in(".!?") and list[n - 1].end() == token.start), // "a bag of dope." Then
            .gap => breaks(found, n, start),
            else => false,
        };
        if (over) {
            if (n + 1 < list.len and token.in(".!?") and list[n + 1].in(".!?)\"'") and token.end() == list[n + 1].start) continue; // "?!" and "..." end once
        } else if (n + 1 - start < LONGEST) continue;
        try spans.append(a, .{ .start = start, .end = n + 1 });
        start = n + 1;
    }
    if (start < list.len) try spans.append(a, .{ .start = start, .end = found.count() });
    return spans.items;
}

const leader = 5; // dots before the last one of a row that leads to an answer

/// Whether a point, question mark or semicolon ends a sentence.
fn stops(found: t.Tokens, n: u32) bool {
    const list = found.list;
    const sign = list[n].sign;
    const after = list[n].end();
    const more = after < found.folded.len;
    if (sign == '?' and n + 1 < list.len and list[n + 1].isWord()) {
        var first = n;
        while (first > 0 and list[first - 1].sign == '?' and list[first - 1].end() == list[first].start) first -= 1;
        const parted = first == 0 or list[first - 1].end() < list[first].start or list[first - 1].isGap();
        if (list[n + 1].start == after and (parted or list[first - 1].in("([\"'/-+:,>"))) return false; // "?IE" asks, and so do "[?IE]" and "??IE"
        if (parted and !list[n + 1].flags.begins) return false; // "abx ? cellulitis" asks too
    }
    if (sign != '.') return true;
    if (more and std.mem.indexOfScalar(u8, " \t\r\n\"')", found.folded[after]) == null)
        return !list[n + 1].isWord() or list[n + 1].len > 3; // "e.g.", "p.o." hold points; "yesterday.now" lacks a space
    if (n == 0 or found.end(n - 1) != list[n].start) return true;
    const before = list[n - 1];
    if (before.sign == '.' and n + 1 < list.len and (isResult(list[n + 1 ..]) or leads(list, n))) return false; // "Diabetes .... N", "HBsAg ......... Neg"
    if (n > 1 and (list[n - 2].isNumber() or list[n - 2].sign == '=' or (list[n - 2].in(":.?") and before.isAnswer()))) return true; // "Pregnant: N. Fever: Y."
    if (n > 1 and (list[n - 2].sign == '&' or list[n - 2].sign == '/' or list[n - 2].flags.lettered)) return true; // "s/p I&D. Cellulitis improving", "no w/d. Cellulitis", "hep C. HIV neg"
    if (before.id == .no and n > 1 and list[n - 2].isWord() and n + 1 < list.len and list[n + 1].isNumber()) return false; // "overdose no. 3"
    return !(before.flags.abbreviations or (before.len == 1 and before.isWord() and before.id != .i));
}

/// Whether tokens begin with a form's answer, or with what a test came to.
fn isResult(list: []const t.Token) bool {
    return switch (list[0].id) {
        .reactive, .nonreactive, .detected, .positive, .negative => true,
        .not => list.len > 1 and list[1].id == .detected,
        else => list[0].isAnswer(),
    };
}

/// Whether a point ends a row of dots that leads to an answer, and no thought that trails off.
fn leads(list: []const t.Token, n: u32) bool {
    if (n < leader or list[n + 1].isGap()) return false;
    for (list[n - leader .. n]) |token| if (token.sign != '.') return false;
    return true;
}

/// Whether a line break or a wide gap ends a sentence: before a list sign, a heading, a capital or an empty line, and after a line that was not full.
fn breaks(found: t.Tokens, n: u32, start: u32) bool {
    const list = found.list;
    if (n + 1 >= list.len or n == start) return n + 1 >= list.len;
    const after = list[n + 1];
    const lines = std.mem.count(u8, found.word(n), "\n");
    if (lines > 1 or (lines > 0 and after.in("-*#>[?"))) return true;
    if (after.isNumber() and n + 2 < list.len and list[n + 2].in(").]") and after.end() == list[n + 2].start) return true;
    if (headingBegins(list, n + 1, lines > 0) or (lines > 0 and asks(list, n + 1))) return true;
    if (lines == 0) return false;
    const at = list[n].start;
    const line = if (std.mem.lastIndexOfScalar(u8, found.folded[0..at], '\n')) |last| last + 1 else 0;
    if (at - line < WRAPPED or list[n - 1].in(".:")) return true;
    return !list[n - 1].flags.goes_on and isCapital(found.given[after.byte..]);
}

/// Whether a word begins with a capital, and is none of capitals: "Denies", not "IVDU".
fn isCapital(given: []const u8) bool {
    return given.len > 1 and std.ascii.isUpper(given[0]) and std.ascii.isLower(given[1]);
}

const asked = 6; // tokens of a question of a form, with its sign

/// Whether a short question of a form follows, with its answer: "Fever? N".
fn asks(list: []const t.Token, n: u32) bool {
    for (n..@min(n + asked, list.len - 1)) |m| {
        if (list[m].sign == '?') return m > n and list[m + 1].isAnswer();
        if (!(list[m].isWord() or list[m].sign == '/')) return false;
    }
    return false;
}

/// Whether up to five words and a colon follow (on a line of its own also a box), the first of them a word with which a heading begins.
fn headingBegins(list: []const t.Token, n: u32, line: bool) bool {
    if (!list[n].flags.heads) return false;
    for (list[@min(n + 1, list.len)..@min(n + 6, list.len)]) |token| {
        if (token.sign == ':' or (token.sign == '[' and line)) return true;
        if (!(token.isWord() or token.in("/&-"))) return false;
    }
    return false;
}
