using System.Globalization;

namespace Angioboard.Dashboard.Charts.Confusion;

/// <summary>The colour of a table's cell by a share from 0 to 1.</summary>
internal static class CellShade
{
    // From these shares on, the text has the other colour: a contrast of 4.5 in each theme, as app.css mixes the cells.
    private const double DeepInLight = 0.74, DeepInDark = 0.6;

    // The shallowest cell that is not empty: one exam of many is visible.
    private const double Shallowest = 0.12;

    /// <summary>The classes of a cell.</summary>
    public static string Class(double share) =>
        $"confusion-cell{(share >= DeepInLight ? " deep-light" : "")}{(share >= DeepInDark ? " deep-dark" : "")}";

    /// <summary>The style of a cell that is not empty.</summary>
    public static string Style(double share) =>
        string.Create(CultureInfo.InvariantCulture, $"--depth: {100 * (Shallowest + (1 - Shallowest) * share):0.#}%");
}
