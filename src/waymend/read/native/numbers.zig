//! The numbers of a sentence, in digits or words, and what they may be measures of (numbers.py).
const std = @import("std");
const t = @import("types.zig");
const measures = @import("measures.zig");
const Reader = @import("reader.zig").Reader;

pub const day = 24.0;
pub const week = 168.0;
pub const year = 8766.0;

pub const Number = struct { value: f64, last: i64 };
/// What stands outside a sentence.
pub const nothing = t.Token{ .start = 0, .len = 0, .byte = 0, .id = .none, .key = 0, .kind = .sign, .sign = 0, .flags = .{}, .plain = .{} };

/// One sentence whose numbers are read: tokens start…end, the phrases in it, and the mentions that its numbers may be measures of.
pub const Numbers = struct {
    m: *const measures.Measures,
    a: t.Allocator,
    by: *const Reader,
    found: t.Tokens,
    start: i64,
    end: i64,
    hits: []const t.Hit,
    near: []const t.Near,
    now: ?t.Now,
    taken: std.ArrayListUnmanaged(i64) = .empty, // numbers of vital signs
    out: std.ArrayListUnmanaged(t.Measure) = .empty,

    /// Adds a measure, unless its value is one that no body can have, or its place was measured.
    pub fn give(s: *Numbers, finding: t.Name, exact: f64, first: i64, last: i64, is_time: bool) t.Failed!void {
        const told = s.m.ofName(finding);
        const value = rounded(exact);
        if (!(told.low <= value and value <= told.high)) return;
        for (s.out.items) |o| if (o.finding == finding and o.first == first) return;
        try s.out.append(s.a, .{ .finding = finding, .value = value, .unit = told.unit, .first = @intCast(first), .last = @intCast(last), .is_time = is_time });
    }

    /// A token of the sentence, or nothing.
    pub fn word(s: *const Numbers, n: i64) *const t.Token {
        return if (s.start <= n and n < s.end) &s.found.list[@intCast(n)] else &nothing;
    }

    pub fn letters(s: *const Numbers, n: i64) []const u8 {
        return s.found.word(@intCast(n));
    }

    /// The next token that is not white space, nor one of the signs.
    pub fn skip(s: *const Numbers, from: i64, comptime among: []const u8) i64 {
        var n = from;
        while (n < s.end and (s.found.list[@intCast(n)].isGap() or s.found.list[@intCast(n)].in(among))) n += 1;
        return n;
    }

    /// The token before one, past white space.
    pub fn back(s: *const Numbers, from: i64) i64 {
        var n = from - 1;
        while (n > s.start and s.found.list[@intCast(n)].isGap()) n -= 1;
        return n;
    }

    pub fn isTaken(s: *const Numbers, n: i64) bool {
        return std.mem.indexOfScalar(i64, s.taken.items, n) != null;
    }

    pub fn named(s: *const Numbers, n: u32) bool {
        for (s.hits) |h| if (h.layer == .vital and h.first == n) return true;
        return false;
    }

    pub fn unitAt(s: *const Numbers, n: i64) ?t.Hit {
        for (s.hits) |h| if (h.layer == .unit and h.first == n) return h;
        return null;
    }

    fn saidNumber(s: *const Numbers, token: *const t.Token) f64 {
        return if (token.flags.numbers) s.by.word(token.id).number else 0;
    }

    /// Whether a number may begin at a token of the sentence.
    pub fn mayCount(s: *const Numbers, n: i64) bool {
        const token = &s.found.list[@intCast(n)];
        return token.kind == .number or token.flags.numbers;
    }

    /// A number in digits or words that begins at a token.
    pub fn numberAt(s: *const Numbers, from: i64) ?Number {
        const token = s.word(from);
        var n = from + 1;
        if (token.isNumber()) {
            const value = digits(s.letters(from)) orelse return null;
            const next = s.word(n);
            if (next.sign == '/' and (value == 1 or value == 3) and s.word(n + 1).isNumber()) {
                const below = s.letters(n + 1);
                if (below.len == 1 and (below[0] == '2' or below[0] == '4'))
                    return .{ .value = value / @as(f64, @floatFromInt(below[0] - '0')), .last = n + 2 };
            }
            if (next.sign >= 1 and next.sign <= 3) return .{ .value = value + s.saidNumber(next), .last = n + 1 };
            return .{ .value = value, .last = n };
        }
        if (!token.flags.numbers) return null;
        var value = s.saidNumber(token);
        const id_here = token.id;
        if (id_here == .half and article(s.word(n))) {
            n += 1;
        } else if (article(token)) switch (s.word(n).id) {
            .couple, .few, .dozen, .half => {
                value = s.saidNumber(s.word(n));
                n += 1;
                if (article(s.word(n))) n += 1;
            },
            else => {},
        };
        if (s.word(n).id == .of) n += 1;
        return .{ .value = value, .last = n };
    }

    /// The number whose kind of thing is said nearest to a place; of two as near, the one before it.
    pub fn nearest(s: *const Numbers, comptime which: measures.Groups, first: i64, last: i64) ?t.Name {
        var best: ?t.Name = null;
        var least: i64 = std.math.maxInt(i64);
        for (s.near) |near| {
            if (!near.present) continue;
            const told = s.m.ofName(near.about);
            const findings = @field(told, @tagName(which));
            if (findings.len == 0) continue;
            const distance = @max(near.first - last, first - near.last, 0);
            if (best == null or distance < least) {
                least = distance;
                best = findings[0]; // its others are as far away
            }
        }
        return best;
    }
};

fn article(token: *const t.Token) bool {
    return token.id == .a or token.id == .an;
}

/// Two decimals, halves up.
fn rounded(value: f64) f64 {
    return @floor(value * 100 + 0.5) / 100;
}

/// The value of a number in digits; a comma is a decimal point unless three digits follow. None for what is no single number (dates, versions).
pub fn digits(word: []const u8) ?f64 {
    if (word.len > 9) return null;
    var all: u32 = 0; // up to nine digits, so that the division below is as exact as reading them
    var point: ?usize = null;
    for (word, 0..) |c, n| {
        if (c == '.' or c == ',') {
            if (point != null) return null;
            point = n;
        } else all = all * 10 + (c - '0');
    }
    const value: f64 = @floatFromInt(all);
    const n = point orelse return value;
    const decimals = word.len - n - 1;
    if (word[n] == ',' and decimals == 3) return value;
    const powers = [_]f64{ 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8 };
    return value / powers[decimals];
}

test digits {
    const expect = std.testing.expectEqual;
    try expect(101.5, digits("101.5"));
    try expect(101.5, digits("101,5"));
    try expect(1200, digits("1,200"));
    try expect(null, digits("1.2.3"));
    try expect(999999999, digits("999999999"));
    try expect(null, digits("1234567890"));
}
