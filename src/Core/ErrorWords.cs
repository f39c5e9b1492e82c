namespace Angioboard.Core;

/// <summary>Messages of other code as a part of a sentence of ours: without their full stop.</summary>
public static class ErrorWords
{
    /// <summary>The error's message.</summary>
    public static string Of(Exception error) => Of(error.Message);

    /// <summary>A message.</summary>
    public static string Of(string message) => message.TrimEnd('.');

    /// <summary>A message's first line.</summary>
    public static string FirstLine(string message) => Of(message.Split('\n')[0].Trim());
}
