namespace Angioboard.Core.Files;

/// <summary>The environment's variables, of which an empty one counts as not set.</summary>
public static class EnvironmentVariable
{
    /// <summary>The value of a variable; null if it is not set or empty.</summary>
    /// <param name="name">Its name.</param>
    public static string? Find(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>A list's values: those of the variables of a name with 0, 1, 2 … at its end, up to the first that is not set.</summary>
    /// <param name="name">What is before the number.</param>
    public static IReadOnlyList<string> List(string name) =>
    [
        .. Enumerable.Range(0, int.MaxValue).Select(index => Find($"{name}{index}")).TakeWhile(value => value is not null)
            .OfType<string>(),
    ];
}
