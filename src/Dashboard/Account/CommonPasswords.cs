using System.Reflection;

namespace Angioboard.Dashboard.Account;

/// <summary>
/// Passwords that attackers try first: common ones, a common word followed by digits, few different characters, the user's own name.
/// </summary>
internal static class CommonPasswords
{
    private const int FewestCharacters = 5, FewestBesideName = 6;

    private static readonly Lazy<HashSet<string>> known = new(Read);

    /// <summary>The problem with a password, as the end of a sentence; null if none is known.</summary>
    public static string? Problem(string password, string user)
    {
        string plain = password.ToLowerInvariant();
        string core = Plain(plain.Trim().Trim([.. "0123456789!?.,;:-_#*+$%&/()=@ "]));
        if (known.Value.Contains(plain) || known.Value.Contains(core))
            return "is a common one";
        if (plain.Distinct().Count() < FewestCharacters)
            return "has too few different characters";
        if (plain.Replace(user.ToLowerInvariant(), "", StringComparison.Ordinal)
            .Replace("angioboard", "", StringComparison.Ordinal).Length < FewestBesideName)
            return "is little more than a name that everyone here knows";
        return null;
    }

    // p4ssw0rd is as common as password.
    private static string Plain(string text) => string.Concat(text.Select(letter => letter switch
    {
        '0' => 'o', '1' => 'l', '3' => 'e', '4' or '@' => 'a', '5' or '$' => 's', '7' => 't', _ => letter,
    }));

    private static HashSet<string> Read()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("common-passwords.txt")!;
        using StreamReader reader = new(stream);
        HashSet<string> words = new(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
                words.Add(line);
        }
        return words;
    }
}
