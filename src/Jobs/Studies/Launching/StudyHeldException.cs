using Angioboard.Core;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.Studies.Launching;

/// <summary>Another process trains or changes the study.</summary>
public sealed class StudyHeldException(HeldException held)
    : InputException($"{held.Message}; wait until it has ended, or end it", held);
