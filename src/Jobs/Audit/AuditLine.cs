using System.Globalization;
using System.Text;

namespace Angioboard.Jobs.Audit;

/// <summary>An entry as the one line of the server's log that programs such as fail2ban read.</summary>
internal static class AuditLine
{
    /// <summary>
    /// <c>audit: from=203.0.113.7 action=sign-in outcome=refused user="ada" target="" detail=""</c>. Names that users give are quoted, and
    /// their quotes, equals signs, backslashes and line breaks are escaped, so that no name looks like another field or line.
    /// </summary>
    public static string Of(AuditEntry entry)
    {
        string outcome = entry.Outcome.ToString().ToLowerInvariant();
        return $"audit: from={Word(entry.From)} action={Word(entry.Action)} outcome={outcome} user={Quote(entry.User)} "
            + $"target={Quote(entry.Target)} detail={Quote(entry.Detail ?? "")}"
            + (entry.Token is { } token ? $" token={Quote(token)}" : "");
    }

    private static string Word(string text)
    {
        string escaped = Escape(text).Replace(' ', '_');
        return escaped.Length == 0 ? "-" : escaped;
    }

    private static string Quote(string text) => $"\"{Escape(text)}\"";

    private static string Escape(string text)
    {
        StringBuilder line = new(text.Length);
        foreach (char c in text)
        {
            if (c is '"' or '=' or '\\' || char.IsControl(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else line.Append(c);
        }
        return line.ToString();
    }
}
