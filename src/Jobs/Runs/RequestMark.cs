using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Angioboard.Jobs.Runs;

/// <summary>
/// What marks the runs of a program's request. If the answer is lost and the program sends the request again, these runs are the answer.
/// </summary>
/// <param name="Key">A hash of who sent it and of the key that they gave it.</param>
/// <param name="Content">A hash of the request.</param>
public sealed partial record RequestMark(string Key, string Content)
{
    /// <summary>Whether both are hashes; a folder's file may hold anything.</summary>
    [JsonIgnore]
    public bool IsHashed => Sha256().IsMatch(Key ?? "") && Sha256().IsMatch(Content ?? "");

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex Sha256();
}
