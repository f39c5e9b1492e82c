namespace Angioboard.Dashboard.Live;

/// <summary>Says status changes to screen readers, when they have finished what they are reading. Not for points or progress.</summary>
public sealed class Announcer
{
    /// <summary>There is a new text.</summary>
    public event Action<string>? Said;

    /// <summary>Says a text, from any thread.</summary>
    public void Say(string text) => Said?.Invoke(text);
}
