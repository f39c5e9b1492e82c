namespace Angioboard.Jobs.Runs;

/// <summary>
/// What marks the runs of a program's request. If the answer is lost and the program sends the request again, these runs are the answer.
/// </summary>
/// <param name="Key">A hash of who sent it and of the key that they gave it.</param>
/// <param name="Content">A hash of the request.</param>
public sealed record RequestMark(string Key, string Content);
