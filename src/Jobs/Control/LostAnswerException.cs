using Angioboard.Core;

namespace Angioboard.Jobs.Control;

/// <summary>The connection was lost after the request was sent, and asking again does no harm.</summary>
/// <param name="problem">What to say if asking again does not help.</param>
/// <param name="cause">What happened.</param>
internal sealed class LostAnswerException(string problem, Exception cause) : InputException(problem, cause);
