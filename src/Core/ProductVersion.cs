using System.Reflection;

namespace Angioboard.Core;

/// <summary>The version of Angioboard, as every part of it states it.</summary>
public static class ProductVersion
{
    private const int CommitDigits = 10;

    private static readonly string[] Parts =
        $"{typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}".Split('+');

    /// <summary>The number: <c>0.1.0</c>.</summary>
    public static string Number => Parts[0];

    /// <summary>The commit it was built from; null where the build did not know it.</summary>
    public static string? Commit => Parts.Length > 1 ? Parts[1] : null;

    /// <summary>Number and commit: <c>0.1.0 (c21bcea3fb)</c>.</summary>
    public static string Text => Commit is { } commit ? $"{Number} ({commit[..Math.Min(CommitDigits, commit.Length)]})" : Number;
}
