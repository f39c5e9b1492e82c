using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace Angioboard.Dashboard.Layout;

/// <summary>
/// What an address says after its question mark, for parts of a page that come and go with it: were they supplied with it by Blazor
/// (SupplyParameterFromQuery), their coming and going while it tells everyone of a new address would end the circuit.
/// </summary>
public sealed class PageQuery(NavigationManager navigation)
{
    /// <summary>The value of this name, or null.</summary>
    public string? Text(string name) =>
        QueryHelpers.ParseQuery(new Uri(navigation.Uri).Query).TryGetValue(name, out var values) && values.Count > 0 ? values[^1] : null;

    /// <summary>The value as a number; null where it is none.</summary>
    public double? Number(string name) => double.TryParse(Text(name), CultureInfo.InvariantCulture, out double number) ? number : null;

    /// <summary>The value as a whole number; null where it is none.</summary>
    public int? Whole(string name) => int.TryParse(Text(name), CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>The value as true or false; null where it is neither.</summary>
    public bool? Flag(string name) => bool.TryParse(Text(name), out bool flag) ? flag : null;
}
