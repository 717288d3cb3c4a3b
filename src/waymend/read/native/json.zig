//! Mentions as JSON, as msgspec.json.encode writes them in Python, without what is null.
const std = @import("std");
const t = @import("types.zig");
const Reader = @import("reader.zig").Reader;

const Out = std.ArrayListUnmanaged(u8);
const hex = "0123456789abcdef";
const longest = 6; // bytes that one byte of a string may become

/// Adds mentions, with a comma before each but the first of all. at: characters of the text before this block.
pub fn write(a: t.Allocator, by: *const Reader, out: *Out, mentions: []const t.Mention, at: u64) t.Failed!void {
    const names = by.names;
    for (mentions) |m| {
        const cue = m.cue orelse "";
        const rule = m.rule orelse "";
        // Room for all of it, each letter escaped: nothing below asks again.
        const letters = names[m.about].len + m.text.len + cue.len + rule.len + names[m.option].len + names[m.side].len + names[m.unit].len;
        try out.ensureUnusedCapacity(a, 512 + longest * letters);
        if (out.items.len > 0 and out.items[out.items.len - 1] == '}') out.appendAssumeCapacity(',');
        out.appendSliceAssumeCapacity("{\"about\":");
        string(out, names[m.about]);
        out.appendSliceAssumeCapacity(",\"status\":\"");
        out.appendSliceAssumeCapacity(@tagName(m.status));
        out.appendSliceAssumeCapacity("\",\"span\":[");
        whole(out, m.first + at);
        out.appendAssumeCapacity(',');
        whole(out, m.last + at);
        out.appendSliceAssumeCapacity("],\"text\":");
        string(out, m.text);
        if (m.cue != null) field(out, "cue", cue);
        if (m.rule != null) field(out, "rule", rule);
        if (m.option != t.no_name) field(out, "option", names[m.option]);
        if (m.side != t.no_name) field(out, "side", names[m.side]);
        if (m.value) |v| {
            out.appendSliceAssumeCapacity(",\"value\":");
            number(out, v);
        }
        if (m.unit != t.no_name) field(out, "unit", names[m.unit]);
        out.appendAssumeCapacity('}');
    }
}

fn field(out: *Out, comptime name: []const u8, text: []const u8) void {
    out.appendSliceAssumeCapacity(",\"" ++ name ++ "\":");
    string(out, text);
}

fn whole(out: *Out, n: u64) void {
    var digits: [20]u8 = undefined;
    var at = digits.len;
    var left = n;
    while (true) {
        at -= 1;
        digits[at] = '0' + @as(u8, @intCast(left % 10));
        left /= 10;
        if (left == 0) break;
    }
    out.appendSliceAssumeCapacity(digits[at..]);
}

/// The shortest digits that are read back as the same number; whole ones without a point, as measures.py makes them.
fn number(out: *Out, v: f64) void {
    if (@abs(v) < 1e15 and v == @trunc(v)) {
        if (v < 0) out.appendAssumeCapacity('-');
        return whole(out, @intFromFloat(@abs(v)));
    }
    var digits: [400]u8 = undefined;
    out.appendSliceAssumeCapacity(std.fmt.bufPrint(&digits, "{d}", .{v}) catch unreachable); // no number has so many
}

const PLAIN: [256]bool = blk: {
    var plain: [256]bool = @splat(false);
    for (0x20..0x80) |c| plain[c] = c != '"' and c != '\\';
    break :blk plain;
};

/// A string with its quotes. What is no UTF-8 becomes U+FFFD, since a reader of JSON would refuse the whole.
fn string(out: *Out, text: []const u8) void {
    out.appendAssumeCapacity('"');
    var plain: usize = 0; // where what needs no escape begins
    var n: usize = 0;
    while (n < text.len) {
        const c = text[n];
        if (PLAIN[c]) {
            n += 1;
            continue;
        }
        if (c >= 0x80) {
            const length = t.codePoint(text, n);
            if (length > 1 and std.unicode.utf8ValidateSlice(text[n .. n + length])) {
                n += length;
                continue;
            }
        }
        out.appendSliceAssumeCapacity(text[plain..n]);
        switch (c) {
            '"' => out.appendSliceAssumeCapacity("\\\""),
            '\\' => out.appendSliceAssumeCapacity("\\\\"),
            '\n' => out.appendSliceAssumeCapacity("\\n"),
            '\r' => out.appendSliceAssumeCapacity("\\r"),
            '\t' => out.appendSliceAssumeCapacity("\\t"),
            8 => out.appendSliceAssumeCapacity("\\b"),
            12 => out.appendSliceAssumeCapacity("\\f"),
            0x80...0xff => out.appendSliceAssumeCapacity("\u{fffd}"),
            else => out.appendSliceAssumeCapacity(&.{ '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] }),
        }
        n += if (c < 0x80) 1 else t.codePoint(text, n);
        plain = n;
    }
    out.appendSliceAssumeCapacity(text[plain..]);
    out.appendAssumeCapacity('"');
}
