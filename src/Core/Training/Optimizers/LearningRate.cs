using Angioboard.Core.Settings;

namespace Angioboard.Core.Training.Optimizers;

/// <summary>The learning rate at each optimizer step, as a pure function of the step.</summary>
public sealed class LearningRate(RunSettings settings, long totalSteps)
{
    /// <summary>The rate for step <paramref name="step"/>, from 0.</summary>
    public double At(long step)
    {
        if (settings.Scheduler == SchedulerKind.None) return settings.Lr;
        if (step < settings.WarmupSteps) return settings.Lr * (step + 1) / settings.WarmupSteps;
        double progress = (step - settings.WarmupSteps) / (double)Math.Max(1, totalSteps - settings.WarmupSteps);
        return settings.Lr * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, progress)));
    }
}
