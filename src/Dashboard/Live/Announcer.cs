namespace Angioboard.Dashboard.Live;

/// <summary>Announces status changes to screen readers, after their current text. Not for points or progress.</summary>
public sealed class Announcer
{
    /// <summary>A text is to be announced.</summary>
    public event Action<string>? Said;

    /// <summary>Announces a text, from any thread.</summary>
    public void Say(string text) => Said?.Invoke(text);
}
