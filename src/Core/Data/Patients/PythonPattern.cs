using System.Globalization;
using System.Text;

namespace Angioboard.Core.Data.Patients;

/// <summary>
/// Writes a regular expression as Python's <c>re</c> takes it for .NET: <c>(?P&lt;name&gt;…)</c>, <c>(?P=name)</c>, <c>\Z</c> and
/// <c>{,3}</c>, and groups that count from left to right, named or not. .NET would count named groups after all others, so that the first
/// group were another.
/// </summary>
internal sealed class PythonPattern
{
    private static readonly string[] naming = ["(?P<", "(?<", "(?'"];

    private readonly string source;
    private readonly bool namesGroups;
    private readonly StringBuilder pattern = new();
    private readonly List<int> places = [];
    private int at;
    private int groups;

    private PythonPattern(string source)
    {
        this.source = source;
        namesGroups = naming.Any(begin => source.Contains(begin, StringComparison.Ordinal));
    }

    /// <summary>The expression for .NET.</summary>
    public string Pattern => pattern.ToString();

    /// <summary>Translates an expression; what is no expression stays what it is.</summary>
    public static PythonPattern Translate(string source)
    {
        PythonPattern translated = new(source);
        while (translated.at < source.Length) translated.Step();
        return translated;
    }

    /// <summary>Where in the expression as the user wrote it .NET stopped, counted from 1.</summary>
    public int Place(int offset) => (offset <= 0 ? 0 : offset > places.Count ? source.Length - 1 : places[offset - 1]) + 1;

    private void Step()
    {
        if (Starts(@"\Z")) Write(@"\z", 2);
        else if (source[at] == '\\') Copy(2);
        else if (source[at] == '[') CopySet();
        else if (Starts("(?P<")) Write("(?<", 4);
        else if (Starts("(?P=") && source.IndexOf(')', at) is > 0 and int close) Write($@"\k<{source[(at + 4)..close]}>", close + 1 - at);
        else if (Starts("(?#") && source.IndexOf(')', at) is > 0 and int end) Copy(end + 1 - at);
        else if (Starts("(?")) Copy(2);
        else if (source[at] == '(' && namesGroups) Write(string.Create(CultureInfo.InvariantCulture, $"(?<_{++groups}>"), 1);
        else if (Starts("{,") && at + 2 < source.Length && char.IsAsciiDigit(source[at + 2])) Write("{0,", 2);
        else Copy(1);
    }

    /// <summary>A set of characters, in which nothing else has its meaning; a bracket right at its beginning is one of them.</summary>
    private void CopySet()
    {
        Copy(1);
        if (at < source.Length && source[at] == '^') Copy(1);
        if (at < source.Length && source[at] == ']') Copy(1);
        while (at < source.Length && source[at] != ']') Copy(source[at] == '\\' ? 2 : 1);
    }

    private bool Starts(string text) => source.AsSpan(at).StartsWith(text, StringComparison.Ordinal);

    private void Copy(int length)
    {
        length = Math.Min(length, source.Length - at);
        for (int i = 0; i < length; i++) places.Add(at + i);
        pattern.Append(source, at, length);
        at += length;
    }

    private void Write(string text, int length)
    {
        for (int i = 0; i < text.Length; i++) places.Add(at + Math.Min(i, length - 1));
        pattern.Append(text);
        at += length;
    }
}
