using Angioboard.Core;

namespace Angioboard.Jobs.Users;

/// <summary>Somebody may not do what they asked for, or no longer; nothing was done.</summary>
public sealed class NotAllowedException(string problem) : InputException(problem);
