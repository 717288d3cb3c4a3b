//! Mentions as JSON, as msgspec.json.encode writes them in Python.
const std = @import("std");
const t = @import("types.zig");
const Reader = @import("reader.zig").Reader;

const Out = std.ArrayListUnmanaged(u8);
const hex = "0123456789abcdef";

/// Adds mentions, with a comma before each but the first of all. at: characters of the text before this block.
pub fn write(a: t.Allocator, by: *const Reader, out: *Out, mentions: []const t.Mention, at: u64) t.Failed!void {
    const names = by.names;
    for (mentions) |m| {
        if (out.items.len > 0 and out.items[out.items.len - 1] == '}') try out.append(a, ',');
        try out.ensureUnusedCapacity(a, 256);
        try out.appendSlice(a, "{\"about\":");
        try string(a, out, names[m.about]);
        try out.appendSlice(a, ",\"status\":\"");
        try out.appendSlice(a, @tagName(m.status));
        try out.appendSlice(a, "\",\"span\":[");
        try whole(a, out, m.first + at);
        try out.append(a, ',');
        try whole(a, out, m.last + at);
        try out.appendSlice(a, "],\"text\":");
        try string(a, out, m.text);
        try out.appendSlice(a, ",\"cue\":");
        try optional(a, out, m.cue);
        try out.appendSlice(a, ",\"rule\":");
        try optional(a, out, m.rule);
        try out.appendSlice(a, ",\"option\":");
        try name(a, out, names, m.option);
        try out.appendSlice(a, ",\"side\":");
        try name(a, out, names, m.side);
        try out.appendSlice(a, ",\"value\":");
        if (m.value) |v| try number(a, out, v) else try out.appendSlice(a, "null");
        try out.appendSlice(a, ",\"unit\":");
        try name(a, out, names, m.unit);
        try out.append(a, '}');
    }
}

fn name(a: t.Allocator, out: *Out, names: []const []const u8, n: t.Name) t.Failed!void {
    if (n == t.no_name) try out.appendSlice(a, "null") else try string(a, out, names[n]);
}

fn optional(a: t.Allocator, out: *Out, text: ?[]const u8) t.Failed!void {
    if (text) |told| try string(a, out, told) else try out.appendSlice(a, "null");
}

fn whole(a: t.Allocator, out: *Out, n: u64) t.Failed!void {
    var digits: [20]u8 = undefined;
    try out.appendSlice(a, std.fmt.bufPrint(&digits, "{d}", .{n}) catch unreachable);
}

/// The shortest digits that are read back as the same number; whole ones without a point, as measures.py makes them.
pub fn number(a: t.Allocator, out: *Out, v: f64) t.Failed!void {
    if (@abs(v) < 1e15 and v == @trunc(v)) {
        if (v < 0) try out.append(a, '-');
        return whole(a, out, @intFromFloat(@abs(v)));
    }
    var digits: [400]u8 = undefined;
    try out.appendSlice(a, std.fmt.bufPrint(&digits, "{d}", .{v}) catch unreachable);
}

/// A string with its quotes. What is no UTF-8 becomes U+FFFD, since a reader of JSON would refuse the whole.
pub fn string(a: t.Allocator, out: *Out, text: []const u8) t.Failed!void {
    try out.append(a, '"');
    var plain: usize = 0; // where what needs no escape begins
    var n: usize = 0;
    while (n < text.len) {
        const c = text[n];
        if (c >= 0x20 and c < 0x80 and c != '"' and c != '\\') {
            n += 1;
            continue;
        }
        if (c >= 0x80) {
            const length = std.unicode.utf8ByteSequenceLength(c) catch 1;
            if (n + length <= text.len and std.unicode.utf8ValidateSlice(text[n .. n + length])) {
                n += length;
                continue;
            }
        }
        try out.appendSlice(a, text[plain..n]);
        switch (c) {
            '"' => try out.appendSlice(a, "\\\""),
            '\\' => try out.appendSlice(a, "\\\\"),
            '\n' => try out.appendSlice(a, "\\n"),
            '\r' => try out.appendSlice(a, "\\r"),
            '\t' => try out.appendSlice(a, "\\t"),
            8 => try out.appendSlice(a, "\\b"),
            12 => try out.appendSlice(a, "\\f"),
            0x80...0xff => try out.appendSlice(a, "\u{fffd}"),
            else => try out.appendSlice(a, &.{ '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] }),
        }
        n += if (c < 0x80) 1 else t.codePoint(text, n);
        plain = n;
    }
    try out.appendSlice(a, text[plain..]);
    try out.append(a, '"');
}
