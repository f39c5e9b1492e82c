using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace Angioboard.Jobs.CommandLine.Options;

/// <summary>An option that takes a number, written as in settings: digits with a decimal point and no thousands separators.</summary>
internal static class NumberOption
{
    /// <summary>The option; null if it is not given and has no default.</summary>
    public static Option<T?> Of<T>(string name)
        where T : struct, INumber<T> => new(name)
        {
            CustomParser = given =>
            {
                // A decimal point or an exponent is not allowed in a whole number.
                NumberStyles styles = typeof(T) == typeof(double) ? NumberStyles.Float : NumberStyles.AllowLeadingSign;
                string text = given.Tokens[^1].Value;
                if (T.TryParse(text, styles, CultureInfo.InvariantCulture, out T number) && T.IsFinite(number)) return number;
                given.AddError($"{name}: \"{text}\" is not a {(typeof(T) == typeof(double) ? "number" : "valid whole number")}");
                return null;
            },
        };
}
