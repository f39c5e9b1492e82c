namespace Angioboard.Core.Drawing;

/// <summary>The typeface that reports and saved figures are drawn with.</summary>
public static class ShippedFont
{
    // Letters that captions need: Latin with accents, Greek, minus, dashes, relations.
    private const string Needed = "Angioboard 0123456789 éüßñ κλσ − – × ± ≥";

    /// <summary>Its family name.</summary>
    /// <exception cref="InputException">Its files are missing or damaged, or lack letters.</exception>
    public static string Require()
    {
        foreach (bool bold in new[] { false, true })
        {
            if (!ReportFont.Typeface(bold).ContainsGlyphs(Needed))
                throw new InputException($"{ReportFont.Family}: letters are missing; install Angioboard again");
        }
        return ReportFont.Family;
    }
}
