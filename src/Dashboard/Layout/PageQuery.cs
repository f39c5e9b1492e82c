using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Angioboard.Dashboard.Layout;

/// <summary>
/// The query of the address, for components that appear and disappear with it. If Blazor supplied it to them
/// (SupplyParameterFromQuery), adding or removing them while it notifies of a new address would end the circuit.
/// </summary>
public sealed class PageQuery(NavigationManager navigation)
{
    /// <summary>The value of this name, or null.</summary>
    public string? Text(string name) =>
        QueryHelpers.ParseQuery(new Uri(navigation.Uri).Query).TryGetValue(name, out StringValues values) && values.Count > 0
            ? values[^1]
            : null;

    /// <summary>The value as a number; null if it is not one.</summary>
    public double? Number(string name) => double.TryParse(Text(name), CultureInfo.InvariantCulture, out double number) ? number : null;

    /// <summary>The value as a whole number; null if it is not one.</summary>
    public int? Whole(string name) => int.TryParse(Text(name), CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>The value as true or false; null where it is neither.</summary>
    public bool? Flag(string name) => bool.TryParse(Text(name), out bool flag) ? flag : null;
}
