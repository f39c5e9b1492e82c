namespace Angioboard.Core.Models.Weights;

/// <summary>Which weights are meant where a file holds both: a training's own, and their moving average.</summary>
public enum WeightsChoice
{
    /// <summary>The moving average, as timm's load_state_dict takes it.</summary>
    Ema,

    /// <summary>The weights as the optimizer left them.</summary>
    Raw,
}
