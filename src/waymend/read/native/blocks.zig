//! Texts of any length, in constant memory: cut into blocks, of which those without a telling word are passed over; blocks.py says why.
const std = @import("std");
const t = @import("types.zig");
const fold = @import("fold.zig");
const json = @import("json.zig");
const text = @import("text.zig");
const Sieve = @import("sieve.zig").Sieve;
const Reader = @import("reader.zig").Reader;

pub const WHOLE = 16_384; // characters: a text so long is one block
const BLOCK = 1_024;
const PIECE = 65_536; // characters that are looked at together before they are cut
const KEPT = 1 << 20; // bytes of memory that stay between texts

/// What is read, and where its mentions go.
pub const Run = struct {
    by: *const Reader,
    sieve: ?*const Sieve, // of a text that is longer than `WHOLE` bytes, or not the first piece
    now: ?t.Now,
    section: t.Section = .now,
    at: u64 = 0, // characters before what is read next
    out: *std.ArrayListUnmanaged(u8),
    keep: t.Allocator, // of `out`
    block: *std.heap.ArenaAllocator, // emptied after each block
    piece: *std.heap.ArenaAllocator, // emptied after each piece

    /// A whole text: as one block where it is short, else in pieces.
    pub fn whole(run: *Run, given: []const u8) t.Failed!void {
        if (after(given, 0, WHOLE) == null) return run.read(given);
        var start: usize = 0;
        while (after(given, start, PIECE)) |high| {
            const end = cut(given, after(given, start, PIECE / 2).?, high);
            try run.one(given[start..end]);
            start = end;
        }
        if (start < given.len) try run.one(given[start..]);
    }

    /// One piece of a text, cut where a block may end.
    pub fn one(run: *Run, given: []const u8) t.Failed!void {
        if (run.at == 0 and after(given, 0, WHOLE) == null) {
            try run.read(given);
            run.at += length(given, run.by.utf16);
            return;
        }
        defer _ = run.piece.reset(.{ .retain_with_limit = KEPT });
        const folded = try fold.fold(run.piece.allocator(), run.by.signs, given);
        const before = run.at;
        const sieve = run.sieve.?;
        if (sieve.passes(folded.text)) {
            var start: usize = 0; // in characters
            while (start < folded.text.len) {
                const from = place(folded, start);
                const to = if (folded.text.len - start > BLOCK)
                    cut(given, place(folded, start + BLOCK / 2), place(folded, start + BLOCK))
                else
                    given.len;
                const block = given[from..to];
                const end = start + length(block, false);
                if (sieve.passes(folded.text[start..end])) try run.read(block);
                run.at += length(block, run.by.utf16);
                start = end;
            }
        }
        run.at = before + length(given, run.by.utf16);
    }

    fn read(run: *Run, given: []const u8) t.Failed!void {
        defer _ = run.block.reset(.{ .retain_with_limit = KEPT });
        const a = run.block.allocator();
        const found = try fold.tokens(a, run.by, given);
        const told = try text.mentions(a, run.by, found, run.now, &run.section);
        try json.write(run.keep, run.by, run.out, told, run.at);
    }
};

/// Where a character of a folded text begins in the text as given.
fn place(folded: fold.Folded, at: usize) usize {
    return if (folded.places) |places| places[at] else at;
}

/// The place `points` characters after `from`; null when no more than so many follow.
fn after(given: []const u8, from: usize, points: usize) ?usize {
    if (given.len - from <= points) return null; // no character is shorter than a byte
    var at = from;
    for (0..points) |_| {
        if (at >= given.len) return null;
        at += if (given[at] < 0x80) 1 else t.codePoint(given, at);
    }
    return if (at < given.len) at else null;
}

/// The characters of a text: code points, or UTF-16 units.
fn length(given: []const u8, utf16: bool) usize {
    var count: usize = if (utf16) t.pairs(given) else 0;
    var at: usize = 0;
    while (at < given.len) : (count += 1) at += if (given[at] < 0x80) 1 else t.codePoint(given, at);
    return count;
}

/// Where a block ends: after the last empty line, line, sentence or word between two places; a run of letters is never cut.
fn cut(given: []const u8, low: usize, high: usize) usize {
    inline for (.{ "\n\n", "\n", ". ", " " }) |mark| {
        if (std.mem.lastIndexOf(u8, given[low..high], mark)) |at| return low + at + mark.len;
    }
    var at = high;
    while (at > low) : (at -= 1) if (!inside(given[at - 1])) return at;
    at = high;
    while (at < given.len) : (at += 1) if (!inside(given[at])) return at + t.codePoint(given, at);
    return given.len;
}

fn inside(byte: u8) bool {
    return std.ascii.isAlphanumeric(byte) or byte == '\'';
}
