namespace Angioboard.Jobs.Trainers;

/// <summary>What follows from how a trainer ended.</summary>
internal enum TrainerEndKind
{
    /// <summary>It could not work: the run fails.</summary>
    Failed,

    /// <summary>Somebody ended it on purpose: the run is stopped.</summary>
    Stopped,

    /// <summary>Its machine was taken away, through no fault of its own: it is started again.</summary>
    TakenAway,

    /// <summary>It died: it is started again if it had come further than the one before.</summary>
    Died,
}
