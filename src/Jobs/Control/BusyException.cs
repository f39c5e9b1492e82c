using Angioboard.Core;

namespace Angioboard.Jobs.Control;

/// <summary>The dashboard has too much to do, and has done nothing.</summary>
/// <param name="problems">What it says.</param>
/// <param name="wait">After how long it may be asked again.</param>
internal sealed class BusyException(IReadOnlyList<string> problems, TimeSpan wait) : InputException(problems)
{
    /// <summary>After how long it may be asked again.</summary>
    public TimeSpan Wait => wait;
}
