using System.Text.Unicode;

namespace Angioboard.Core.Files;

/// <summary>Text that must be UTF-8. Any other encoding could silently change names or merge two of them.</summary>
internal static class Utf8Text
{
    private static ReadOnlySpan<byte> Mark => [0xef, 0xbb, 0xbf];

    /// <summary>The bytes of a text without a byte order mark.</summary>
    /// <exception cref="InputException">They are not UTF-8; it names the first line that is not.</exception>
    public static ReadOnlySpan<byte> Require(string path, ReadOnlySpan<byte> text)
    {
        if (text.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe]) || text.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xff])
            || text.Contains((byte)0))
            throw new InputException($"{path}: the text seems to be UTF-16, not UTF-8; save the file as UTF-8 (in Excel: CSV UTF-8)");
        if (Utf8.IsValid(text)) return text.StartsWith(Mark) ? text[Mark.Length..] : text;
        int line = 1, start = 0;
        for (int end; (end = text[start..].IndexOf((byte)'\n')) >= 0 && Utf8.IsValid(text.Slice(start, end)); start += end + 1) line++;
        throw new InputException($"{path}: line {line}: the text is not UTF-8; save the file as UTF-8 (in Excel: CSV UTF-8)");
    }
}
