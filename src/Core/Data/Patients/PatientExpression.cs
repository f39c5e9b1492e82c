using System.Text.RegularExpressions;

namespace Angioboard.Core.Data.Patients;

/// <summary>A regular expression that finds the patient in an exam's name: by the group named <c>patient</c>, else by its first.</summary>
internal sealed class PatientExpression
{
    /// <summary>An example of an expression.</summary>
    public const string Example = @"(\d+)_[LR]$";

    private const string Patient = "patient";

    private readonly Regex expression;
    private readonly int group;

    private PatientExpression(Regex expression, int group) => (this.expression, this.group) = (expression, group);

    /// <summary>Reads an expression as Python's <c>re</c> or .NET writes it.</summary>
    /// <param name="setting">Prefix of the message.</param>
    /// <param name="text">The expression.</param>
    /// <param name="longestMatch">Time limit of a match.</param>
    /// <exception cref="InputException">It is not valid, or has no group.</exception>
    public static PatientExpression Parse(string setting, string text, TimeSpan longestMatch)
    {
        PythonPattern python = PythonPattern.Translate(text);
        try
        {
            Regex expression = Compile(python.Pattern, longestMatch);
            int named = expression.GroupNumberFromName(Patient);
            if (expression.GetGroupNumbers().Length < 2)
                throw new InputException($"{setting}: the expression has no group; put the patient's part in parentheses: {Example}");
            return new PatientExpression(expression, named > 0 ? named : 1);
        }
        catch (RegexParseException e)
        {
            throw new InputException(
                $"{setting}: neither a file nor a regular expression: {Words(e.Error)}, at character "
                    + $"{python.Place(e.Offset)}; give one like {Example} or a CSV file", e);
        }
    }

    /// <summary>The patient of an exam; null if the expression does not match.</summary>
    /// <exception cref="RegexMatchTimeoutException">The match takes too long.</exception>
    public string? Match(string exam) => expression.Match(exam) is { Success: true } match ? match.Groups[group].Value : null;

    private static Regex Compile(string pattern, TimeSpan longestMatch)
    {
        try
        {
            // Linear in the name's length, for any expression.
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, longestMatch);
        }
        catch (NotSupportedException)
        {
            // It uses lookarounds or would need too large an automaton.
            return new Regex(pattern, RegexOptions.CultureInvariant, longestMatch);
        }
    }

    private static string Words(RegexParseError error) => error switch
    {
        RegexParseError.InsufficientClosingParentheses => "a ( has no )",
        RegexParseError.InsufficientOpeningParentheses => "a ) has no (",
        RegexParseError.UnterminatedBracket => "a [ has no ]",
        RegexParseError.UnterminatedComment => "a (?# has no )",
        RegexParseError.ReversedCharacterRange => "a range in [ ] runs backwards",
        RegexParseError.ShorthandClassInCharacterRange => @"a class such as \d cannot be the end of a range in [ ]",
        RegexParseError.ExclusionGroupNotLast => "a subtracted class must come last in [ ]",
        RegexParseError.QuantifierAfterNothing => "* + ? or { } has nothing before it to repeat",
        RegexParseError.NestedQuantifiersNotParenthesized =>
            "one of * + ? or { } follows another; put parentheses around the repeated part",
        RegexParseError.ReversedQuantifierRange => "the numbers in { } are in the wrong order",
        RegexParseError.QuantifierOrCaptureGroupOutOfRange => "a number is too large",
        RegexParseError.CaptureGroupOfZero => "a group cannot be named 0",
        RegexParseError.CaptureGroupNameInvalid => "a group's name is not valid (use letters, digits and _)",
        RegexParseError.UndefinedNumberedReference or RegexParseError.UndefinedNamedReference
            or RegexParseError.AlternationHasUndefinedReference =>
            "it refers to a group that does not exist",
        RegexParseError.MalformedNamedReference or RegexParseError.AlternationHasMalformedReference =>
            "a reference to a group is malformed",
        RegexParseError.InvalidGroupingConstruct => "(? is followed by something unknown; a named group is (?P<name>…)",
        RegexParseError.UnescapedEndingBackslash => @"it ends with \",
        RegexParseError.UnrecognizedEscape or RegexParseError.InsufficientOrInvalidHexDigits or RegexParseError.UnrecognizedControlCharacter
            or RegexParseError.MissingControlCharacter => @"\ is followed by something unknown",
        RegexParseError.InvalidUnicodePropertyEscape or RegexParseError.MalformedUnicodePropertyEscape =>
            @"\p is not followed by a known class of characters",
        _ => "its syntax is not valid",
    };
}
